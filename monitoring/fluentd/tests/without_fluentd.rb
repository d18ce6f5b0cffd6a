# frozen_string_literal: true

# The filter by itself, where Fluentd cannot be had: what it needs of Fluentd is these few names.
$LOADED_FEATURES << "fluent/plugin/filter.rb"
module Fluent
  module Plugin
    Filter = Class.new

    def self.register_filter(name, type) = @registered = [name, type]
  end

  module EventTime
    def self.from_time(time) = time
  end
end
module Kernel
  alias require_of_ruby require
  def require(name) = name == "fluent/plugin/filter" || require_of_ruby(name)
end

require_relative "../plugins/filter_application_log"

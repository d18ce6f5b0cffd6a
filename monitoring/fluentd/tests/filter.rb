# frozen_string_literal: true

# Prints the document that the filter makes of each line of a log file: filter.rb FILE
require "json"
require_relative "without_fluentd"

filter = Fluent::Plugin::ApplicationLogFilter.new
File.foreach(ARGV.fetch(0)) do |line|
  _, fields = filter.filter_with_time("file", Time.now, {"line" => line.chomp, "log_file" => ARGV.fetch(0)})
  puts JSON.generate(fields)
end

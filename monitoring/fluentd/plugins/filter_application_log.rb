# frozen_string_literal: true

require "fluent/plugin/filter"
require "json"
require "time"

module Fluent
  module Plugin
    # Gives the log records of applications one form, the Elastic Common Schema (ECS), and their own time. It knows ECS itself (nested or
    # with dotted keys), objects with "timestamp", "level", "message", lines of text with a stack trace after them, and what Docker's
    # logging driver sends. Nothing is dropped: what has no level gets UNKNOWN, what is in no field of ECS becomes a label.
    class ApplicationLogFilter < Filter
      Fluent::Plugin.register_filter("application_log", self)

      LEVEL = /TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|SEVERE|FATAL|CRITICAL/i
      TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?/
      BETWEEN = /[\s\-:|\[\]]/
      TEXT = /\A\[?(?<timestamp>#{TIME})?#{BETWEEN}*(?:(?:(?<logger>[\w.$\/]+)#{BETWEEN}+)?\b(?<level>#{LEVEL})\b#{BETWEEN}*)?(?<message>.*)\z/m
      TRACE = /^Traceback \(most recent call last\):|^\s+at \S+ ?\(|^Caused by: /
      THROWN = /^(?<type>[A-Za-z_][\w.$]*)(?:: (?<message>.*))?$/
      LEVELS = {"WARNING" => "WARN", "NOTICE" => "INFO", "CRITICAL" => "FATAL", "CRIT" => "FATAL", "SEVERE" => "ERROR", "ERR" => "ERROR",
                "10" => "TRACE", "20" => "DEBUG", "30" => "INFO", "40" => "WARN", "50" => "ERROR", "60" => "FATAL"}.freeze
      OBJECTS = %w[client ecs error event http log process service source span tocsin trace transaction url user host].freeze
      # What a plain value in the place of an object is.
      PLAIN = {"error" => "message", "host" => "name", "service" => "name", "trace" => "id", "span" => "id", "user" => "name"}.freeze
      DAY = 86_400

      def filter_with_time(tag, time, record)
        fields = nested(opened(record))
        at = moment(take(fields, "@timestamp", "timestamp", "time", "ts", "asctime")) || Time.at(time.to_r)
        fields["log"]["level"] = level(fields["log"]["level"] || take(fields, "level", "levelname", "severity"))
        logger = take(fields, "logger", "logger_name", "name")
        fields["log"]["logger"] ||= logger.to_s if logger
        trace = take(fields, "exception", "exc_info", "traceback", "stack_trace", "stack")
        fields["error"]["stack_trace"] ||= trace.to_s if trace
        path = take(fields, "log_file")
        fields["log"]["file"] = {"path" => path} if path
        fields["service"]["name"] ||= application(tag, path, take(fields, "container_name"))
        split_trace(fields)
        thrown(fields["error"]) if fields["error"]["stack_trace"]
        fields["message"] = fields.key?("message") ? fields["message"].to_s : take(fields, "msg", "event.original").to_s
        labels(fields)
        fields["@timestamp"] = at.utc.iso8601(9)
        [Fluent::EventTime.from_time(at), fields.reject { |_, value| value.respond_to?(:empty?) && value.empty? && value != fields["message"] }]
      end

      private

      # A line of a file, or what a container wrote, becomes the fields that it has.
      def opened(record)
        text = record["line"] || record["unmatched_line"] || (record["log"] if record["log"].is_a?(String))
        return record unless text
        rest = record.reject { |key, _| %w[line unmatched_line log].include?(key) }
        rest.merge(json(text) || TEXT.match(text.chomp).named_captures.compact)
      end

      def json(text)
        found = JSON.parse(text) if text.start_with?("{")
        found if found.is_a?(Hash)
      rescue JSON::ParserError
        nil
      end

      # {"log.level": "INFO"} and {"service": "shop"} become objects.
      def nested(record)
        fields = OBJECTS.to_h { |name| [name, {}] }
        record.each do |key, value|
          first, *path = key.split(".")
          if !OBJECTS.include?(first)
            fields[key] = value
          elsif path.any?
            *way, last = path
            place = way.inject(fields[first]) { |inner, name| inner[name].is_a?(Hash) ? inner[name] : (inner[name] = {}) }
            place[last] = value
          elsif value.is_a?(Hash)
            fields[first].merge!(value)
          elsif PLAIN.key?(first)
            fields[first][PLAIN[first]] ||= value.to_s
          else
            fields["#{first}_"] = value
          end
        end
        fields
      end

      def take(fields, *names)
        names.map { |name| fields.delete(name) }.compact.first
      end

      # Between the year 2000 and tomorrow: the index is named by it, and is deleted by it.
      def moment(value)
        at = case value
             when Numeric then Time.at(value > 100_000_000_000 ? value / 1000r : value)
             when /\A#{TIME}\z/ then Time.parse(value.tr(",", "."))
             end
        at if at && at.year >= 2000 && at.to_f < Time.now.to_f + DAY
      rescue ArgumentError, RangeError
        nil
      end

      def level(value)
        name = value.to_s.upcase
        name.empty? ? "UNKNOWN" : LEVELS.fetch(name, name)
      end

      # By the folder of the file, by the name of the container, or by the tag.
      def application(tag, path, container)
        return path.split("/")[-2] if path
        container ? container.delete_prefix("/") : tag
      end

      def split_trace(fields)
        head, rest = fields["message"].to_s.split("\n", 2)
        return unless rest && rest.match?(TRACE) && !fields["error"]["stack_trace"]
        fields["message"] = head
        fields["error"]["stack_trace"] = rest
      end

      # Python names what was raised in the last line of a trace, Java in the first.
      def thrown(error)
        return if error["type"]
        lines = error["stack_trace"].lines.map(&:chomp).reject(&:empty?)
        line = error["stack_trace"].match?(/^Traceback /) ? lines.reverse.find { |one| THROWN.match?(one) } : lines.first
        found = THROWN.match(line.to_s)
        return unless found
        error["type"] = found[:type]
        error["message"] ||= found[:message] if found[:message]
      end

      def labels(fields)
        others = fields.reject { |key, _| OBJECTS.include?(key) || %w[@timestamp message labels tags].include?(key) }
        return if others.empty?
        others.each_key { |key| fields.delete(key) }
        kept = fields["labels"].is_a?(Hash) ? fields["labels"] : {}
        fields["labels"] = others.transform_values { |value| value.is_a?(String) ? value : JSON.generate(value) }.merge(kept)
      end
    end
  end
end

# frozen_string_literal: true

require "minitest/autorun"
require_relative "without_fluentd"

class ApplicationLogTest < Minitest::Test
  NOW = Time.utc(2026, 11, 27, 21, 0, 0)
  FILE = "/var/log/platform/shop/app.log"
  CONFIGURATION = File.read(File.join(__dir__, "..", "fluent.conf"))

  def filtered(record, tag: "app.net")
    time, fields = Fluent::Plugin::ApplicationLogFilter.new.filter_with_time(tag, NOW, record)
    assert_equal Time.iso8601(fields["@timestamp"]), time
    fields
  end

  def line(text) = filtered({"line" => text, "log_file" => FILE})

  def test_the_common_schema_stays_as_it_is
    written = {"@timestamp" => "2026-11-27T20:59:58.123456789Z", "log" => {"level" => "ERROR", "logger" => "a.B"}, "service" => {"name" => "tocsin"},
               "process" => {"pid" => 7, "thread" => {"name" => "main"}}, "message" => "No", "ecs" => {"version" => "8.11"},
               "error" => {"type" => "a.BException", "message" => "no", "stack_trace" => "a.BException: no\n\tat a.B.c(B.java:1)\n"},
               "tocsin" => {"delivery" => {"id" => "ops-slack-42"}}, "labels" => {"a" => "b"}, "tags" => ["x"]}
    assert_equal written.merge("log" => written["log"].merge("file" => {"path" => FILE})), line(JSON.generate(written))
  end

  def test_dotted_keys_are_objects
    fields = line('{"@timestamp":"2026-11-27T20:59:58Z","log.level":"error","log":{"logger":"shop"},"http.request.id":"r-1","message":"No"}')
    assert_equal "ERROR", fields["log"]["level"]
    assert_equal "shop", fields["log"]["logger"]
    assert_equal "r-1", fields["http"]["request"]["id"]
  end

  def test_the_form_of_the_guide
    fields = line('{"timestamp":"2026-11-27 20:59:58,250","level":"CRITICAL","message":"下单失败","user_id":7,"error":"no stock","host":"app-1"}')
    assert_equal Time.new(2026, 11, 27, 20, 59, 58.25r), Time.iso8601(fields["@timestamp"])
    assert_equal "FATAL", fields["log"]["level"]
    assert_equal "下单失败", fields["message"]
    assert_equal "shop", fields["service"]["name"]
    assert_equal({"message" => "no stock"}, fields["error"])
    assert_equal({"name" => "app-1"}, fields["host"])
    assert_equal({"user_id" => "7"}, fields["labels"])
  end

  def test_its_time_is_kept_in_whatever_form
    {"2026-11-27T20:59:58+08:00" => Time.utc(2026, 11, 27, 12, 59, 58), "2026-11-27T20:59:58.5Z" => Time.utc(2026, 11, 27, 20, 59, 58.5r),
     1_795_000_000 => Time.at(1_795_000_000), 1_700_000_000_123 => Time.at(1_700_000_000.123r)}.each do |written, expected|
      assert_equal expected, Time.iso8601(filtered({"timestamp" => written, "level" => "INFO", "message" => "x"})["@timestamp"]), written
    end
  end

  def test_no_time_and_one_that_cannot_be_is_the_time_of_arrival
    ["yesterday", "9999-01-01T00:00:00Z", 1e300, 12, nil, {"a" => 1}].each do |written|
      assert_equal NOW, Time.iso8601(filtered({"timestamp" => written, "message" => "x"})["@timestamp"]), written.inspect
    end
  end

  def test_text_with_a_trace_of_python
    fields = line("2026-11-27 20:59:58,250 - shop.orders - ERROR - Order 1 failed\nTraceback (most recent call last):\n  File \"a.py\", line 1, in f\nshop.StockError: none: left\n")
    assert_equal %w[ERROR shop.orders], fields["log"].values_at("level", "logger")
    assert_equal "Order 1 failed", fields["message"]
    assert_equal "shop.StockError", fields["error"]["type"]
    assert_equal "none: left", fields["error"]["message"]
    assert_match(/\ATraceback.*left\z/m, fields["error"]["stack_trace"])
  end

  def test_text_with_a_trace_of_java
    fields = line("2026-11-27T20:59:58.250Z ERROR [main] a.B: Failed\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\nCaused by: x.Y: z\n")
    assert_equal "ERROR", fields["log"]["level"]
    assert_equal "main] a.B: Failed", fields["message"]
    assert_equal "java.lang.IllegalStateException", fields["error"]["type"]
  end

  def test_other_text_is_kept
    assert_equal ["WARN", "shop:low"], line("WARNING:shop:low").then { |fields| [fields["log"]["level"], fields["message"]] }
    assert_equal %w[UNKNOWN hello], line("hello").then { |fields| [fields["log"]["level"], fields["message"]] }
    assert_equal ["UNKNOWN", "{broken"], line("{broken").then { |fields| [fields["log"]["level"], fields["message"]] }
    assert_equal "Information about errors", line("Information about errors")["message"]
    assert_equal "", filtered({"a" => 1})["message"]
  end

  def test_what_containers_write
    fields = filtered({"container_name" => "/shop-1", "source" => "stdout", "log" => '{"level":"error","msg":"No","time":"2026-11-27T20:59:58Z"}'}, tag: "4f6a")
    assert_equal "shop-1", fields["service"]["name"]
    assert_equal %w[ERROR No], [fields["log"]["level"], fields["message"]]
    assert_equal "2026-11-27T20:59:58.000000000Z", fields["@timestamp"]
    assert_equal "stdout", fields["labels"]["source_"]
  end

  def test_over_the_network_the_tag_is_the_application_unless_the_record_names_it
    assert_equal "shop", filtered({"message" => "x"}, tag: "shop")["service"]["name"]
    assert_equal "pay", filtered({"message" => "x", "service" => "pay"}, tag: "shop")["service"]["name"]
    assert_equal "pay", filtered({"message" => "x", "service.name" => "pay"}, tag: "shop")["service"]["name"]
  end

  def test_a_trace_in_a_field
    fields = filtered({"level" => "ERROR", "message" => "x", "exc_info" => "Traceback (most recent call last):\n  File\nKeyError: 'a'"})
    assert_equal "KeyError", fields["error"]["type"]
    assert_equal "'a'", fields["error"]["message"]
  end

  def test_no_record_breaks_it
    [{}, {"line" => ""}, {"line" => "\xff\xfe".dup.force_encoding("UTF-8").scrub}, {"log" => 1}, {"message" => {"a" => 1}}, {"error" => []}, {"error" => nil},
     {"level" => []}, {"service" => {"name" => nil}}, {"log.level.x" => 1, "log.level" => 2}, {"labels" => "x"}, {"line" => "[1]"}].each do |record|
      assert_kind_of String, filtered(record)["message"], record.inspect
    end
  end

  # As the multiline parser of Fluentd does with the expression in the configuration.
  def test_the_configuration_begins_a_record_at_each_line_that_is_none_of_a_trace
    first = Regexp.new(CONFIGURATION[%r{format_firstline /(.*)/$}, 1])
    assert_equal 1, CONFIGURATION.scan("format_firstline").size
    ['{"a":1}', "2026-11-27 20:59:58,250 - x", "[2026-11-27T20:59:58Z] x", "ERROR:shop:x", "WARNING x", "INFO [main] x"].each { |text| assert_match first, text }
    ["Traceback (most recent call last):", '  File "a.py"', "\tat a.B.c(B.java:1)", "Caused by: x", "KeyError: 'a'", "java.lang.Error: x", "", "    raise"].each do |text|
      refute_match first, text
    end
  end
end

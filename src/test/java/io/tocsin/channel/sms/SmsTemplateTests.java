package io.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Samples;
import io.tocsin.channel.config.TargetSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmsTemplateTests {

    private static SmsTemplate template(Map<String, String> parameters, int max, MessageStyle style) {
        return SmsTemplate.of(TargetSettings.of(ChannelType.SMS, "oncall-sms"), parameters, max, style);
    }

    private static String filled(String text, Message message) {
        String json = template(Map.of("v", text), 200, Samples.ENGLISH).json(message);
        return json.substring("{\"v\":\"".length(), json.length() - "\"}".length());
    }

    private static final Message TWO = Samples.message(
            Samples.resolved("10.0.0.3:9100", "critical"),
            Samples.firing("10.0.0.2:9100", "warning"),
            Samples.firing("10.0.0.1:9100", "critical"));

    @Test
    void without_a_setting_the_variables_are_named_as_what_they_hold() {
        assertThat(template(Map.of(), 35, Samples.CHINESE).json(TWO))
                .isEqualTo("{\"count\":\"2\",\"instance\":\"10.0.0.1:9100\",\"name\":\"HighCPU\","
                        + "\"severity\":\"critical\",\"started\":\"2026-11-22 17:44:38 UTC+08:00\",\"status\":\"告警\"}");
    }

    @Test
    void every_fact_can_be_named_among_words() {
        assertThat(filled("{title}|{name}|{severity}|{summary}|{instance}|{status}|{count}|{delivery}", TWO))
                .isEqualTo("[FIRING:2] HighCPU (critical)|HighCPU|critical|CPU > 90% on 10.0.0.1:9100|10.0.0.1:9100"
                        + "|FIRING|2|oncall-42");
        assertThat(filled("job {labels.job}{labels.none}", TWO)).isEqualTo("job node");
    }

    @Test
    void alerts_of_several_names_are_told_by_the_most_severe_and_how_many_others() {
        Alert disk =
                Samples.alert(AlertStatus.FIRING, Map.of("alertname", "DiskFull", "severity", "critical"), Map.of());
        Digest digest = new Digest(
                "oncall-42",
                7,
                "oncall-42.0badcafe",
                Samples.RECEIVED,
                Samples.RECEIVED,
                3,
                List.of(
                        DigestLine.of(Samples.firing("a", "warning")),
                        DigestLine.of(Samples.resolved("b", "critical")),
                        DigestLine.of(disk)),
                0);
        assertThat(filled("{status} {count}: {name} ({severity}) {delivery}", digest.toMessage()))
                .isEqualTo("FIRING 2: DiskFull +1 (critical) oncall-42");
    }

    @Test
    void when_nothing_fires_the_resolved_are_counted_and_those_left_out_count_too() {
        Message resolved = Samples.message(Samples.resolved("a", "warning"), Samples.resolved("b", "warning"));

        assertThat(filled("{status} {count}", resolved)).isEqualTo("RESOLVED 2");
        assertThat(filled("{count}", Samples.message(TWO.content().alerts(), 40)))
                .isEqualTo("42");
    }

    @Test
    void a_variable_is_never_empty_and_never_too_long() {
        assertThat(filled("{severity}", Samples.message())).isEqualTo("-");
        assertThat(template(Map.of("v", "{summary}"), 10, Samples.ENGLISH).json(TWO))
                .isEqualTo("{\"v\":\"CPU > 90%…\"}");
    }

    @Test
    void links_brackets_and_symbols_are_left_out() {
        Alert alert = Samples.alert(
                AlertStatus.FIRING,
                Map.of("alertname", "【X】\uD83D\uDE80★ see https://evil.example/a now\u0000 $1 \\d"),
                Map.of());

        assertThat(filled("{name}", Samples.message(alert))).isEqualTo("X see now $1 \\\\d");
    }

    @Test
    void the_plain_form_is_letters_and_digits() {
        SmsTemplate template =
                template(Map.of("v", "{status} {name} at {instance}: {labels.job}"), 100, Samples.ENGLISH);
        Message message = Samples.message(
                Samples.alert(AlertStatus.FIRING, Map.of("alertname", "a.example.com/x \"q\" 磁盘"), Map.of()));

        assertThat(template.plainJson(message)).isEqualTo("{\"v\":\"FIRING a-example-com x q 磁盘 at :\"}");
    }

    @Test
    void the_plain_form_tells_of_the_worst_alert_as_well() {
        SmsTemplate template = template(Map.of("v", "{name} {severity}"), 100, Samples.ENGLISH);

        assertThat(template.plainJson(TWO)).isEqualTo("{\"v\":\"HighCPU critical\"}");
        assertThat(template.plainJson(Samples.message())).isEqualTo("{\"v\":\"alert\"}");
    }

    @Test
    void a_message_told_in_anothers_place_or_sent_again_says_so() {
        Message fallback = new Message("oncall-sms-9", 9, Samples.RECEIVED, TWO.content(), "oncall", false, null);
        Message again = new Message("oncall-sms-9", 9, Samples.RECEIVED, TWO.content(), null, true, null);

        assertThat(filled("{via}: {name}", fallback)).isEqualTo("[via fallback of oncall]: HighCPU");
        assertThat(filled("{via} {name}", again)).isEqualTo("[sent again] HighCPU");
        assertThat(filled("{via} {name}", TWO)).isEqualTo("HighCPU");
        SmsTemplate standard = template(Map.of(), 35, Samples.CHINESE);
        assertThat(standard.json(fallback)).contains("\"status\":\"告警 [oncall 的备用投递]\"");
        assertThat(template(Map.of(), 20, Samples.ENGLISH).json(fallback))
                .contains("\"status\":\"FIRING [via fallbac…\"");
        assertThat(standard.plainJson(fallback)).contains("\"status\":\"FIRING oncall 的备用投递\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{unknown}", "{labels.}", "{name", "name}", "{{name}}", "${name} {"})
    void what_there_is_not_stops_the_start_and_names_what_there_is(String text) {
        assertThatThrownBy(() -> template(Map.of("v", text), 35, Samples.ENGLISH))
                .hasMessageStartingWith("tocsin.channel.sms.oncall-sms.template-parameters.v: '" + text + "'")
                .hasMessageContaining("{count}, {delivery}, {instance}")
                .hasMessageEndingWith("or {labels.NAME}");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 501, -1})
    void a_length_out_of_range_stops_the_start(int length) {
        assertThatThrownBy(() -> template(Map.of(), length, Samples.ENGLISH))
                .hasMessageContaining("max-variable-length: must be 5 to 500");
    }
}

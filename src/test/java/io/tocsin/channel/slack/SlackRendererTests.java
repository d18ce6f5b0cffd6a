package io.tocsin.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Samples;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.slack.SlackProperties.MentionRule;
import io.tocsin.channel.template.MessageTemplates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SlackRendererTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final MessageTemplates TEMPLATES = MessageTemplates.builtIn();

    private final SlackRenderer english = renderer(Samples.ENGLISH);
    private final SlackRenderer chinese = renderer(Samples.CHINESE);

    private static SlackRenderer renderer(MessageStyle style, MentionRule... rules) {
        TargetSettings settings = TargetSettings.of(ChannelType.SLACK, "ops-slack");
        return new SlackRenderer(style, new SlackMentions(List.of(rules), settings), TEMPLATES);
    }

    @Test
    void a_firing_alert_is_one_coloured_attachment() {
        Message message = Samples.message(Samples.firing("10.0.0.1:9100", "critical"));

        assertThat(JSON.readTree(english.render(message))).isEqualTo(JSON.readTree("""
                {"text": "🔴 [FIRING:1] HighCPU (critical)", "unfurl_links": false, "unfurl_media": false,
                 "attachments": [{"color": "#D93025", "blocks": [
                   {"type": "section", "text": {"type": "mrkdwn", "verbatim": true, "text": "1 firing\\njob=node"}},
                   {"type": "section", "text": {"type": "mrkdwn", "verbatim": true, "text":
                     "🔴 *HighCPU* · critical · 10.0.0.1:9100\\nCPU &gt; 90% on 10.0.0.1:9100\\nLoad is high &amp; rising\\nStarted: 2026-11-22 09:44:38 UTC (5m 21s)"}},
                   {"type": "context", "elements": [
                     {"type": "mrkdwn", "verbatim": true, "text": "<http://prometheus.example.com:9090/graph?g0.expr=cpu+%3E+90&amp;g0.tab=1|Graph>"},
                     {"type": "mrkdwn", "verbatim": true, "text": "<https://runbooks.example.com/high-cpu|Runbook>"},
                     {"type": "mrkdwn", "verbatim": true, "text": "<http://alertmanager.example.com:9093/#/silences/new?filter=%7Balertname%3D%22HighCPU%22%2Cinstance%3D%2210.0.0.1%3A9100%22%2Cjob%3D%22node%22%2Cseverity%3D%22critical%22%7D|Silence>"}]},
                   {"type": "context", "elements": [{"type": "mrkdwn", "verbatim": true, "text": "Delivery oncall-42"}]}]}]}
                """));
    }

    @Test
    void a_resolved_alert_is_green_and_tells_when_it_ended() {
        JsonNode body = JSON.readTree(chinese.render(Samples.message(Samples.resolved("a", "critical"))));

        assertThat(body.path("text").asString()).isEqualTo("🟢 [恢复:1] HighCPU (critical)");
        assertThat(body.at("/attachments/0/color").asString()).isEqualTo("#188038");
        assertThat(body.at("/attachments/0/blocks/1/text/text").asString())
                .endsWith("开始时间: 2026-11-22 17:44:38 UTC+08:00, 恢复时间: 2026-11-22 17:50:41 UTC+08:00 (6分3秒)");
        assertThat(body.toString()).contains("投递编号 oncall-42", "已恢复 1 条").doesNotContain("静默");
    }

    @Test
    void text_from_outside_is_never_mark_up() {
        JsonNode body = JSON.readTree(english.render(Samples.hostile()));

        assertThat(body.path("text").asString()).doesNotContain("<", ">").contains("&lt;!channel&gt;");
        String text = body.findValues("text").stream()
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .collect(Collectors.joining("\n"))
                .replaceAll("<https?://[^<>|]+\\|(Graph|Silence)>", "")
                .replaceAll("(?m)^🟠 \\*[^*\n]+\\*", "");
        assertThat(text)
                .contains("[click](http：//evil.example)")
                .doesNotContain("<", "*", "~", "`", "_it_")
                .doesNotContainPattern("&(?!(amp|lt|gt);)")
                .doesNotContainPattern("\n(>|&gt;)");
    }

    @Test
    void the_plain_form_is_escaped_too() {
        JsonNode body = JSON.readTree(english.renderPlain(Samples.hostile()));

        assertThat(body.path("text").asString()).doesNotContain("<", ">").contains("oncall-43");
        assertThat(body.has("attachments")).isFalse();
    }

    @Test
    void any_number_of_alerts_stays_within_the_limits_and_says_how_many_are_missing() {
        for (int count : List.of(1, 5, 15, 20, 21, 24, 50, 100, 500)) {
            List<Alert> alerts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                alerts.add(Samples.firing("host-" + i + ":9100", "warning"));
            }
            String body = new String(english.render(Samples.message(alerts, 0)), StandardCharsets.UTF_8);
            JsonNode blocks = JSON.readTree(body).at("/attachments/0/blocks");
            assertThat(blocks.size()).isLessThanOrEqualTo(50);
            assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(12_000);
            long named = alerts.stream()
                    .map(alert -> alert.labels().get("instance"))
                    .filter(instance -> body.contains("· " + instance))
                    .count();
            assertThat(named).isGreaterThanOrEqualTo(Math.min(count, 50));
            if (named < count) {
                assertThat(body).contains("and " + (count - named) + " more");
            } else {
                assertThat(body).doesNotContain("more");
            }
        }
    }

    @Test
    void the_largest_alerts_stay_within_the_limits() {
        for (Message message : List.of(Samples.huge(), Samples.hostile())) {
            byte[] body = english.render(message);
            assertThat(body).hasSizeLessThanOrEqualTo(12_000);
            for (JsonNode text : JSON.readTree(body).findValues("text")) {
                assertThat(text.isObject() ? 1 : text.asString().length()).isBetween(1, 3_000);
            }
        }
        assertThat(new String(english.render(Samples.huge()), StandardCharsets.UTF_8))
                .contains("12 more alerts were left out by the sender");
    }

    @Test
    void who_is_called_by_an_alert_that_fires_stands_in_the_text_of_either_form() {
        SlackRenderer renderer = renderer(
                Samples.ENGLISH,
                new MentionRule(
                        List.of("severity=critical"),
                        List.of("U012AB3CD"),
                        List.of("S012AB3CD"),
                        false,
                        false,
                        List.of(),
                        List.of()),
                new MentionRule(
                        List.of("severity=~\"critical|warning\""),
                        List.of("U012AB3CD"),
                        List.of(),
                        true,
                        true,
                        List.of(),
                        List.of()));

        Message critical = Samples.message(Samples.firing("a", "critical"));
        assertThat(JSON.readTree(renderer.render(critical)).path("text").asString())
                .isEqualTo("🔴 [FIRING:1] HighCPU (critical)\n<@U012AB3CD> <!subteam^S012AB3CD> <!here> <!channel>");
        assertThat(JSON.readTree(renderer.renderPlain(critical)).path("text").asString())
                .endsWith("oncall-42\n<@U012AB3CD> <!subteam^S012AB3CD> <!here> <!channel>");
        Message ended = Samples.message(Samples.resolved("a", "critical"), Samples.firing("b", "info"));
        assertThat(JSON.readTree(renderer.render(ended)).path("text").asString())
                .isEqualTo("🔵 [FIRING:1] HighCPU (info)");
    }

    @Test
    void labels_of_the_widest_characters_stay_within_the_limits() {
        Map<String, String> labels = Map.of(
                "alertname",
                "\"".repeat(300),
                "severity",
                "🚀".repeat(300),
                "instance",
                "\\".repeat(300),
                "job",
                "&".repeat(900));
        Alert alert = Samples.alert(AlertStatus.FIRING, labels, Map.of("summary", "&<>".repeat(200)));

        assertThat(english.render(Samples.message(List.of(alert, alert, alert, alert, alert, alert, alert), 0)))
                .hasSizeLessThanOrEqualTo(12_000);
    }
}

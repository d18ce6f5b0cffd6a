package io.tocsin.channel.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Samples;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.dingtalk.DingTalkProperties.MentionRule;
import io.tocsin.channel.template.MessageTemplates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DingTalkRendererTests {

    private static final MessageTemplates TEMPLATES = MessageTemplates.builtIn();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MentionRule CRITICAL = new MentionRule(
            List.of("severity=critical"),
            List.of("13800000000", "+1-2025550100"),
            List.of(),
            false,
            List.of(),
            List.of());

    private static DingTalkRenderer renderer(MessageStyle style, MentionRule... rules) {
        Mentions mentions = new Mentions(List.of(rules), TargetSettings.of(ChannelType.DINGTALK, "oncall"));
        return new DingTalkRenderer(style, mentions, TEMPLATES);
    }

    private static String text(byte[] body) {
        return JSON.readTree(body).at("/markdown/text").asString();
    }

    @Test
    void a_firing_alert_is_markdown_and_mentions_in_the_text_and_in_at() {
        Message message = Samples.message(Samples.firing("10.0.0.1:9100", "critical"));

        assertThat(JSON.readTree(renderer(Samples.CHINESE, CRITICAL).render(message)))
                .isEqualTo(JSON.readTree("""
                {"msgtype": "markdown",
                 "markdown": {"title": "[告警:1] HighCPU (critical)",
                   "text": "#### <font color=\\"#D93025\\">[告警:1] HighCPU (critical)</font>\\n\\n告警中 1 条\\n\\njob=node\\n\\n🔴 **HighCPU** · critical · 10.0.0.1:9100\\n\\nCPU > 90% on 10.0.0.1:9100\\n\\nLoad is high & rising\\n\\n开始时间: 2026-11-22 17:44:38 UTC+08:00  \\n持续时间: 5分21秒\\n\\n[查看图表](http://prometheus.example.com:9090/graph?g0.expr=cpu+%3E+90&g0.tab=1)  [处理手册](https://runbooks.example.com/high-cpu)  [静默](http://alertmanager.example.com:9093/#/silences/new?filter=%7Balertname%3D%22HighCPU%22%2Cinstance%3D%2210.0.0.1%3A9100%22%2Cjob%3D%22node%22%2Cseverity%3D%22critical%22%7D)\\n\\n@+1-2025550100 @13800000000\\n\\n投递编号 oncall-42"},
                 "at": {"isAtAll": false, "atMobiles": ["+1-2025550100", "13800000000"], "atUserIds": []}}
                """));
    }

    @Test
    void only_firing_alerts_that_match_call_somebody() {
        DingTalkRenderer renderer = renderer(
                Samples.ENGLISH,
                CRITICAL,
                new MentionRule(List.of("job=db"), List.of(), List.of("boss.1"), true, List.of(), List.of()));

        JsonNode resolved = JSON.readTree(
                renderer.render(Samples.message(Samples.resolved("a", "critical"), Samples.firing("b", "warning"))));
        assertThat(resolved.path("at").toString()).isEqualTo("{\"isAtAll\":false,\"atMobiles\":[],\"atUserIds\":[]}");
        assertThat(resolved.at("/markdown/text").asString()).doesNotContain("@");

        Alert db = Samples.alert(AlertStatus.FIRING, Map.of("alertname", "Down", "job", "db"), Map.of());
        JsonNode everybody = JSON.readTree(renderer.render(Samples.message(db)));
        assertThat(everybody.path("at").toString())
                .isEqualTo("{\"isAtAll\":true,\"atMobiles\":[],\"atUserIds\":[\"boss.1\"]}");
        assertThat(everybody.at("/markdown/text").asString()).contains("\n\n@boss.1 @all\n\n");
    }

    @Test
    void text_from_outside_is_never_mark_up_nor_a_mention() {
        String text = text(renderer(Samples.ENGLISH).render(Samples.hostile()));

        assertThat(text)
                .doesNotContain("@", "[click](", "![i](", "</b>", "`", "~", "_it_")
                .containsOnlyOnce("<font")
                .containsOnlyOnce("</font>");
        assertThat(text.lines()).noneMatch(line -> line.matches("\\s*(>|#{1,3} ).*"));
        assertThat(text.replaceAll("(?m)^🟠 \\*\\*[^*]+\\*\\*", "")).doesNotContain("*");
        assertThat(text.replaceAll("\\[(Graph|Silence)]\\(https?://[^\\s()]+\\)", ""))
                .doesNotContain("](");
    }

    @Test
    void any_number_of_alerts_stays_within_the_limit_and_says_how_many_are_missing() {
        for (int count : List.of(1, 10, 25, 40, 100, 500)) {
            List<Alert> alerts = IntStream.range(0, count)
                    .mapToObj(i -> Samples.firing("host-" + i + ":9100", "warning"))
                    .toList();
            byte[] body = renderer(Samples.ENGLISH).render(Samples.message(alerts, 0));
            String text = text(body);
            assertThat(body).hasSizeLessThanOrEqualTo(18_000);
            long named = alerts.stream()
                    .filter(alert -> text.contains("· " + alert.labels().get("instance")))
                    .count();
            assertThat(named).isGreaterThanOrEqualTo(Math.min(count, 40));
            if (named < count) {
                assertThat(text).contains("\n\nand " + (count - named) + " more: GET /api/v1/deliveries/oncall-42\n\n");
            } else {
                assertThat(text).doesNotContain("more");
            }
        }
    }

    @Test
    void the_largest_messages_stay_within_the_limit_mentions_included() {
        List<String> crowd =
                IntStream.range(0, 200).mapToObj(i -> "1380000" + (1000 + i)).toList();
        for (Message message : List.of(Samples.huge(), Samples.hostile())) {
            for (MessageStyle style : List.of(Samples.ENGLISH, Samples.CHINESE)) {
                byte[] body = renderer(style, new MentionRule(List.of(), crowd, List.of(), false, List.of(), List.of()))
                        .render(message);
                assertThat(body).hasSizeLessThanOrEqualTo(18_000);
                assertThat(text(body)).contains("@13800001199", message.deliveryId());
                assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContain("\uFFFD\uFFFD");
            }
        }
    }

    @Test
    void text_that_grows_when_made_harmless_stays_within_the_limit() {
        List<Alert> alerts = new ArrayList<>();
        for (String wide : List.of("@", "*", "\"", "\\", "_ ", "🚀", "`")) {
            Map<String, String> labels = Map.of(
                    "alertname",
                    wide.repeat(400),
                    "severity",
                    wide.repeat(400),
                    "instance",
                    wide.repeat(400),
                    "job",
                    wide.repeat(900));
            alerts.add(Samples.alert(
                    AlertStatus.FIRING, labels, Map.of("summary", wide.repeat(600), "description", wide.repeat(5000))));
        }
        assertThat(renderer(Samples.CHINESE).render(Samples.message(alerts, 5))).hasSizeLessThanOrEqualTo(18_000);
    }

    @Test
    void the_plain_form_mentions_whom_the_full_one_would_and_nobody_else() {
        JsonNode body = JSON.readTree(renderer(Samples.ENGLISH, CRITICAL)
                .renderPlain(Samples.message(Samples.firing("a@13900000000", "critical"))));

        assertThat(body.at("/text/content").asString())
                .contains("FIRING critical HighCPU a＠13900000000")
                .endsWith("@+1-2025550100 @13800000000");
        assertThat(body.at("/at/atMobiles").size()).isEqualTo(2);
    }

    @Test
    void the_plain_form_names_over_a_hundred_alerts_and_stays_within_the_limit_whatever_they_hold() {
        List<Alert> alerts = IntStream.range(0, 150)
                .mapToObj(i -> Samples.firing("host-" + i + ":9100", "warning"))
                .toList();
        assertThat(new String(
                        renderer(Samples.ENGLISH).renderPlain(Samples.message(alerts, 0)), StandardCharsets.UTF_8))
                .contains("host-149:9100")
                .doesNotContain("more");

        Alert wide = Samples.alert(AlertStatus.FIRING, Map.of("alertname", "@\"".repeat(50)), Map.of());
        List<String> crowd =
                IntStream.range(0, 200).mapToObj(i -> "1380000" + (1000 + i)).toList();
        byte[] body = renderer(
                        Samples.ENGLISH, new MentionRule(List.of(), crowd, List.of(), false, List.of(), List.of()))
                .renderPlain(Samples.message(Collections.nCopies(500, wide), 0));
        assertThat(body).hasSizeLessThanOrEqualTo(18_000);
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("oncall-42", "@13800001199");
    }
}

package io.tocsin.channel.render;

import static io.tocsin.channel.Samples.CHINESE;
import static io.tocsin.channel.Samples.ENGLISH;
import static io.tocsin.channel.Samples.RECEIVED;
import static io.tocsin.channel.Samples.firing;
import static io.tocsin.channel.Samples.message;
import static io.tocsin.channel.Samples.resolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Text;
import io.tocsin.channel.Link;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.Samples;
import io.tocsin.channel.http.Redaction;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageViewTests {

    @Test
    void the_title_says_what_how_many_and_how_bad() {
        Message mixed = message(resolved("a", "critical"), firing("b", "info"), firing("c", "warning"));

        assertThat(MessageView.of(mixed, ENGLISH).title()).isEqualTo("[FIRING:2] HighCPU (warning)");
        assertThat(MessageView.of(mixed, CHINESE).title()).isEqualTo("[告警:2] HighCPU (warning)");
        assertThat(MessageView.of(mixed, ENGLISH).counts()).isEqualTo("2 firing, 1 resolved");
        assertThat(MessageView.of(message(resolved("a", "critical")), ENGLISH).title())
                .isEqualTo("[RESOLVED:1] HighCPU (critical)");
        assertThat(MessageView.of(message(resolved("a", "critical")), CHINESE).title())
                .isEqualTo("[恢复:1] HighCPU (critical)");
    }

    @Test
    void a_truncated_group_is_never_called_resolved_and_says_what_is_missing() {
        MessageView view = MessageView.of(message(List.of(resolved("a", "info")), 3), ENGLISH);

        assertThat(view.title()).isEqualTo("[FIRING] HighCPU (info)");
        assertThat(view.truncated()).isEqualTo("3 more alerts were left out by the sender");
    }

    @Test
    void firing_alerts_come_first_and_among_them_the_most_severe_and_else_the_senders_order_holds() {
        Message mixed = message(
                resolved("r1", "critical"),
                firing("i1", "info"),
                firing("z1", "zebra"),
                firing("c1", "critical"),
                firing("i2", "info"),
                firing("a1", "alpha"),
                firing("w1", "Warning"));

        assertThat(MessageView.of(mixed, ENGLISH).alerts())
                .extracting(AlertView::instance)
                .containsExactly("c1", "w1", "a1", "z1", "i1", "i2", "r1");
    }

    @Test
    void an_alert_tells_when_in_the_readers_zone_and_for_how_long() {
        AlertView firing =
                MessageView.of(message(firing("a", "info")), CHINESE).alerts().get(0);
        AlertView ended =
                MessageView.of(message(resolved("a", "info")), ENGLISH).alerts().get(0);

        assertThat(firing.started()).isEqualTo("2026-11-22 17:44:38 UTC+08:00");
        assertThat(firing.ended()).isEmpty();
        assertThat(firing.duration()).isEqualTo("5分21秒");
        assertThat(ended.started()).isEqualTo("2026-11-22 09:44:38 UTC");
        assertThat(ended.ended()).isEqualTo("2026-11-22 09:50:41 UTC");
        assertThat(ended.duration()).isEqualTo("6m 3s");
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "-5,0s", "59,59s", "60,1m", "3599,59m 59s", "3600,1h", "3661,1h 1m", "90000,1d 1h", "86460,1d"})
    void a_duration_has_two_units_and_is_never_negative(long seconds, String text) {
        assertThat(ENGLISH.duration(Samples.START, Samples.START.plusSeconds(seconds)))
                .isEqualTo(text);
    }

    @Test
    void times_that_no_clock_shows_are_left_out_and_break_nothing() {
        for (Instant odd : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.parse("0001-01-01T00:00:00Z"))) {
            assertThat(CHINESE.time(odd)).isEqualTo("–");
            assertThat(CHINESE.duration(odd, Samples.START)).isEmpty();
        }
    }

    @Test
    void what_the_group_shares_is_told_once_and_what_differs_with_each_alert() {
        Alert alert = Samples.alert(
                AlertStatus.FIRING,
                Map.of("alertname", "X", "job", "node", "disk", "sda", "instance", "a", "__uid__", "1"),
                Map.of());

        MessageView view = MessageView.of(message(alert), ENGLISH);

        assertThat(view.commonLabels()).containsExactly(Map.entry("job", "node"));
        assertThat(view.alerts().get(0).labels()).containsExactly(Map.entry("disk", "sda"));
        assertThat(view.alerts().get(0).summary()).isEqualTo("X");
        assertThat(view.alerts().get(0).hasSummary()).isFalse();
    }

    @Test
    void a_link_that_is_too_long_is_named_all_the_same() {
        String url = "http://prom.example:9090/graph?g0.expr=" + "a".repeat(2_000);
        assertThat(Link.of("Graph", url)).contains(new Link("Graph", url));
        assertThat(new Link("Graph", url).fitsChat()).isFalse();
        assertThat(Link.of("Graph", url + "b".repeat(8_000))).contains(new Link("Graph", ""));
        assertThat(Link.of("Graph", "javascript:" + "b".repeat(8_000))).isEmpty();
    }

    @Test
    void what_the_route_says_and_why_it_was_sent_is_told_in_the_readers_language() {
        Notification plain = message(firing("a:9100", "info")).content();
        Message message = new Message("ops-1", 1, RECEIVED, told(plain, "repeat interval elapsed"));

        MessageView view = MessageView.of(message, ENGLISH);
        assertThat(view.commonLabels()).containsEntry("team", "shop").containsEntry("job", "node");
        assertThat(view.reason()).isEqualTo("still firing, sent again after the repeat interval");
        assertThat(MessageView.of(message, CHINESE).reason()).isEqualTo("仍在告警，按重复间隔再次通知");
        assertThat(MessageView.of(new Message("ops-1", 1, RECEIVED, told(plain, "of\nits own")), ENGLISH)
                        .reason())
                .isEqualTo("of its own");
        assertThat(MessageView.of(message(firing("a:9100", "info")), ENGLISH).reason())
                .isEmpty();
    }

    private static Notification told(Notification plain, String reason) {
        return new Notification(
                plain.groupKey(),
                plain.receiver(),
                plain.groupLabels(),
                plain.commonLabels(),
                plain.commonAnnotations(),
                plain.alerts(),
                0,
                plain.externalUrl(),
                Map.of("team", "shop", "job", "other"),
                reason);
    }

    @Test
    void links_are_absolute_and_the_silence_names_every_label() {
        AlertView alert = MessageView.of(message(firing("a:9100", "info")), ENGLISH)
                .alerts()
                .get(0);

        assertThat(alert.links())
                .containsExactly(
                        new Link("Graph", "http://prometheus.example.com:9090/graph?g0.expr=cpu+%3E+90&g0.tab=1"),
                        new Link("Runbook", "https://runbooks.example.com/high-cpu"),
                        new Link(
                                "Silence",
                                "http://alertmanager.example.com:9093/#/silences/new?filter=%7Balertname%3D%22HighCPU%22"
                                        + "%2Cinstance%3D%22a%3A9100%22%2Cjob%3D%22node%22%2Cseverity%3D%22info%22%7D"));
    }

    @Test
    void the_logs_are_those_of_the_time_before_the_alert() {
        Alert alert = Samples.alert(
                AlertStatus.FIRING,
                Map.of("alertname", "HighErrorRate"),
                Map.of("logs_url", "http://tocsin.example.com/logs?service=shop&range=1h"));

        AlertView view = MessageView.of(message(alert), ENGLISH).alerts().get(0);

        assertThat(view.links())
                .contains(new Link(
                        "Logs", "http://tocsin.example.com/logs?service=shop&range=1h&until=" + alert.startsAt()));
        assertThat(view.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "/graph",
                "ftp://x/y",
                "http://",
                "http:///x",
                "http://user:pass@host/",
                "data:x",
                "",
                "http://a b/",
                "http://a\"b/",
                "//host/x"
            })
    void what_is_no_plain_absolute_http_url_is_no_link(String url) {
        assertThat(Link.of("x", url)).isEmpty();
    }

    @Test
    void a_link_cannot_break_out_of_any_markup() {
        assertThat(Link.of("x", "http://h:80/a)b|c>d<e \"f'[g]*`\n世?q=1%20#z")
                        .orElseThrow()
                        .url())
                .isEqualTo("http://h:80/a%29b%7Cc%3Ed%3Ce%20%22f%27%5Bg%5D%2A%60%0A%E4%B8%96?q=1%20#z");
        assertThat(Link.of("x", "http://h/" + "a".repeat(2000)).orElseThrow().fitsChat())
                .isFalse();
    }

    @Test
    void the_group_is_named_by_what_it_was_formed_by_when_names_differ() {
        Alert one = Samples.alert(AlertStatus.FIRING, Map.of("alertname", "One"), Map.of());
        Alert two = Samples.alert(AlertStatus.FIRING, Map.of("alertname", "Two"), Map.of());
        Message grouped = new Message(
                "t-1",
                1,
                Samples.RECEIVED,
                new Notification("k", "r", Map.of("job", "node"), Map.of(), Map.of(), List.of(one, two), 0, null));
        Message loose = new Message(
                "t-1",
                1,
                Samples.RECEIVED,
                new Notification("k", "r", Map.of(), Map.of(), Map.of(), List.of(one, two), 0, null));

        assertThat(MessageView.of(grouped, ENGLISH).title()).isEqualTo("[FIRING:2] job=node");
        assertThat(MessageView.of(loose, ENGLISH).title()).isEqualTo("[FIRING:2] One +1");
    }

    @Test
    void hostile_text_loses_control_characters_and_tricks_but_not_its_meaning() {
        MessageView view = MessageView.of(Samples.hostile(), CHINESE);

        assertThat(view.title()).hasSizeLessThan(210).doesNotContain("\n");
        assertThat(view.alerts().get(0).summary())
                .doesNotContainPattern("\\p{Cc}")
                .doesNotContain("\u202E")
                .contains("\uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB", "שלום");
        assertThat(view.alerts().get(0).description()).contains("\n").doesNotContain("\r", "\u001b", "\u0000");
        assertThat(view.alerts().get(0).links())
                .containsExactly(new Link("查看图表", "http://evil.example/a%29b%7Cc%3Ed%20%22e"));
    }

    @Test
    void the_plain_form_begins_with_the_worst_and_shows_how_bad_each_is() {
        Message message = Samples.message(
                Samples.resolved("a", "critical"),
                Samples.firing("b", "info"),
                Samples.alert(AlertStatus.FIRING, Map.of("alertname", "Odd"), Map.of()),
                Samples.firing("c", "critical"));

        assertThat(PlainText.of(message, 2_000).lines().skip(1).limit(4))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("FIRING critical HighCPU c "),
                        line -> assertThat(line).isEqualTo("FIRING Odd"),
                        line -> assertThat(line).startsWith("FIRING info HighCPU b "),
                        line -> assertThat(line).startsWith("RESOLVED critical HighCPU a "));
        assertThat(PlainText.of(message, 500)).contains("FIRING critical HighCPU c ");
    }

    @Test
    void the_plain_form_holds_for_anything_and_stays_within_its_limit() {
        for (Message message : List.of(Samples.hostile(), Samples.huge(), message(List.of(), 0))) {
            String text = PlainText.of(message, 2_000);
            assertThat(Text.utf8Length(text)).isLessThanOrEqualTo(2_000);
            assertThat(text).startsWith("[FIRING]").endsWith(message.deliveryId());
        }
        assertThat(PlainText.of(Samples.huge(), 2_000)).contains("more: GET /api/v1/deliveries/");
    }

    @Test
    void cutting_by_bytes_never_halves_a_character() {
        String text = "é告🚀".repeat(50);
        for (int limit = 0; limit < 460; limit++) {
            String cut = Text.cutUtf8(text, limit);
            assertThat(Text.utf8Length(cut)).isLessThanOrEqualTo(limit);
            assertThat(cut).doesNotContain("?");
        }
        assertThat(Text.cutUtf8(text, 450)).isEqualTo(text);
    }

    @Test
    void english_and_simplified_chinese_are_spoken_whatever_the_machine_speaks() {
        Locale machine = Locale.getDefault();
        try {
            Locale.setDefault(Locale.SIMPLIFIED_CHINESE);
            assertThat(new MessageStyle(Locale.UK, ZoneId.of("UTC")).text("status.FIRING"))
                    .isEqualTo("FIRING");
            assertThat(new MessageStyle(Locale.CHINESE, ZoneId.of("UTC")).text("status.FIRING"))
                    .isEqualTo("告警");
        } finally {
            Locale.setDefault(machine);
        }
        for (Locale other : List.of(Locale.FRENCH, Locale.TRADITIONAL_CHINESE, Locale.ROOT)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MessageStyle(other, ZoneId.of("UTC")))
                    .withMessageContaining("use en or zh-CN");
        }
    }

    @Test
    void a_detail_tells_no_secret_url_or_address() {
        Redaction redaction = Redaction.of(
                java.net.URI.create("https://h/services/T0AAAA/B0BBBB/s%2Bcret1?access_token=tok%2B123"),
                List.of("SECabc"));

        assertThat(redaction.detail(
                        "no /services/T0AAAA/B0BBBB/s%2Bcret1 T0AAAA s+cret1 tok+123 tok%2B123 SECabc\u0000\n"
                                + "ip 10.1.2.3 not in whitelist, see https://x/y?z " + "x".repeat(300)))
                .startsWith("no *** *** *** *** *** *** ip *** not in whitelist, see *** xxx")
                .hasSize(200);
    }
}

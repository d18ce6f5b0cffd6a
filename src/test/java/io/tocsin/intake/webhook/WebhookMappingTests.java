package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.intake.IncomingNotification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookMappingTests {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    static IncomingNotification read(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        AlertmanagerWebhook webhook = WebhookReader.webhook(bytes);
        return WebhookMapping.toNotification(webhook.recognised() ? webhook : UnknownBody.asWebhook(bytes), NOW);
    }

    /** A notification of one alert with these fields. */
    static Alert alert(String fields) {
        return read("{\"alerts\":[{" + fields + "}]}").alerts().get(0);
    }

    @Test
    void reads_what_alertmanager_sends() {
        IncomingNotification notification = read(Payloads.alertmanager());
        assertThat(notification.receiver()).isEqualTo("web.hook");
        assertThat(notification.groupKey().value()).isEqualTo("{}:{alertname=\"HighCPU\"}");
        assertThat(notification.externalUrl()).isEqualTo("http://vm:19093");
        assertThat(notification.groupLabels()).containsExactly(Map.entry("alertname", "HighCPU"));
        assertThat(notification.commonLabels()).containsOnlyKeys("alertname", "job", "severity");
        assertThat(notification.commonAnnotations()).isEmpty();
        assertThat(notification.truncatedAlerts()).isZero();
        assertThat(notification.alerts())
                .containsExactly(
                        new Alert(
                                AlertStatus.RESOLVED,
                                Map.of(
                                        "alertname", "HighCPU",
                                        "instance", "10.0.0.1:9100",
                                        "job", "node",
                                        "severity", "critical"),
                                Map.of("summary", "CPU > 90% on 10.0.0.1"),
                                Instant.parse("2026-11-22T09:42:40.689451Z"),
                                Instant.parse("2026-11-22T09:48:42.925615Z"),
                                null,
                                null,
                                null,
                                "3d8edaac118cc018"),
                        new Alert(
                                AlertStatus.FIRING,
                                Map.of(
                                        "alertname", "HighCPU",
                                        "instance", "10.0.0.2:9100",
                                        "job", "node",
                                        "severity", "critical"),
                                Map.of(
                                        "description", "多行\n描述 *bold* <b>x</b>",
                                        "summary", "CPU > 90% on 10.0.0.2"),
                                Instant.parse("2026-11-22T09:44:38.294528Z"),
                                null,
                                "http://prom:9090/graph?g0.expr=cpu+%3E+90&g0.tab=1",
                                null,
                                null,
                                "4b9add35e165caf7"));
    }

    @Test
    void reads_what_grafana_sends() {
        IncomingNotification notification = read(Payloads.GRAFANA);
        Alert alert = notification.alerts().get(0);
        assertThat(alert.startsAt()).isEqualTo("2026-11-22T09:44:38.5Z");
        assertThat(alert.silenceUrl()).isEqualTo("https://grafana.example.com/alerting/silence/new?x=1");
        assertThat(alert.dashboardUrl()).isEqualTo("https://grafana.example.com/d/abc?viewPanel=2");
        assertThat(alert.annotations())
                .containsExactly(
                        Map.entry("summary", "disk is full"),
                        Map.entry("values", "A=95.2, C=1"),
                        Map.entry("image", "https://grafana.example.com/img/1.png"));
        assertThat(alert("\"values\":null,\"valueString\":\"[ var='A' ]\"").annotations())
                .containsExactly(Map.entry("values", "[ var='A' ]"));
        assertThat(alert("\"dashboardURL\":\"http://g/d/1\",\"panelURL\":\"\"").dashboardUrl())
                .isEqualTo("http://g/d/1");
    }

    @Test
    void a_fingerprint_left_out_is_the_one_that_alertmanager_would_send() {
        assertThat(alert("\"labels\":{\"severity\":\"critical\",\"job\":\"node\",\"instance\":\"10.0.0.1:9100\","
                                + "\"alertname\":\"HighCPU\"}")
                        .fingerprint())
                .isEqualTo("3d8edaac118cc018");
    }

    @Test
    void a_group_key_left_out_is_made_of_the_receiver_and_the_group() {
        String body = "{\"receiver\":\"%s\",\"groupLabels\":{\"b\":\"%s\",\"a\":\"1\"},\"alerts\":[{}]}";
        String key = read(body.formatted("r", "2")).groupKey().value();
        assertThat(key).isEqualTo("{receiver=\"r\"}:{a=1, b=2}");
        assertThat(read(body.formatted("r", "3")).groupKey().value()).isNotEqualTo(key);
        assertThat(read("{\"groupKey\":\" \",\"commonLabels\":{\"c\":\"1\"},\"alerts\":[]}")
                        .groupKey()
                        .value())
                .isEqualTo("{receiver=\"\"}:{c=1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web\\\\.hook|web.hook",
                "a\\\\\\\\b|a\\b",
                "\\\\[ops\\\\]\\\\(x\\\\)\\\\+|[ops](x)+",
                "plain\\\\name|plain\\name",
                "end\\\\|end\\",
                "团队|团队"
            })
    void a_receiver_loses_the_quotes_of_a_regular_expression(String quoted, String name) {
        assertThat(read("{\"receiver\":\"" + quoted + "\"}").receiver()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T09:44:38Z,2026-11-22T09:44:38Z",
        "2026-11-22T09:44:38.1Z,2026-11-22T09:44:38.1Z",
        "2026-11-22T09:44:38.123456789Z,2026-11-22T09:44:38.123456789Z",
        "2026-11-22T11:44:38.5+02:00,2026-11-22T09:44:38.5Z",
        "2026-11-22T01:44:38-08:00,2026-11-22T09:44:38Z",
        "2027-01-01T00:00:00Z,2027-01-01T00:00:00Z"
    })
    void a_start_is_taken_as_written_also_in_the_future(String text, Instant start) {
        assertThat(alert("\"startsAt\":\"" + text + "\"").startsAt()).isEqualTo(start);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "null",
                "\"yesterday\"",
                "17322686789",
                "true",
                "{}",
                "[1]",
                "\"0001-01-01T00:00:00Z\"",
                "\"+999999999-01-01T00:00:00Z\"",
                "\"-999999999-01-01T00:00:00Z\"",
                "\"99999999999999-01-01T00:00:00Z\"",
                "\"2026-02-30T00:00:00Z\"",
                "\"1969-12-31T23:59:59Z\""
            })
    void a_start_that_cannot_be_is_the_time_of_arrival(String json) {
        assertThat(alert("\"startsAt\":" + json).startsAt()).isEqualTo(NOW);
        assertThat(alert("\"endsAt\":" + json).status()).isEqualTo(AlertStatus.FIRING);
        assertThat(alert("\"endsAt\":" + json).endsAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // its own word counts
        "'\"status\":\"firing\",\"endsAt\":\"2026-11-22T09:00:00Z\"',FIRING,",
        "'\"status\":\"Resolved\",\"endsAt\":\"2026-11-22T09:00:00Z\"',RESOLVED,2026-11-22T09:00:00Z",
        "'\"status\":\"resolved\",\"endsAt\":\"0001-01-01T00:00:00Z\"',RESOLVED,2026-11-22T10:00:00Z",
        // without one, its end
        "'\"endsAt\":\"2026-11-22T09:00:00Z\"',RESOLVED,2026-11-22T09:00:00Z",
        "'\"endsAt\":\"2026-11-22T10:00:00Z\"',RESOLVED,2026-11-22T10:00:00Z",
        "'\"endsAt\":\"2026-11-22T10:00:01Z\"',FIRING,",
        "'\"status\":\"\",\"endsAt\":\"0001-01-01T00:00:00Z\"',FIRING,",
        "'\"status\":\"suppressed\"',FIRING,",
        "'\"status\":null',FIRING,"
    })
    void the_status_is_the_alerts_own_or_follows_from_its_end(String fields, AlertStatus status, Instant end) {
        assertThat(alert(fields).status()).isEqualTo(status);
        assertThat(alert(fields).endsAt()).isEqualTo(end);
    }

    @Test
    void a_truncated_resolved_group_still_fires() {
        Notification content = read("{\"status\":\"resolved\",\"truncatedAlerts\":3,\"alerts\":"
                        + "[{\"status\":\"resolved\",\"endsAt\":\"2026-11-22T09:00:00Z\"}]}")
                .toContent();
        assertThat(content.status()).isEqualTo(AlertStatus.FIRING);
        assertThat(content.truncatedAlerts()).isEqualTo(3);
    }

    @Test
    void the_status_of_the_whole_is_never_trusted() {
        String resolved = "[{\"status\":\"resolved\",\"endsAt\":\"2026-11-22T09:00:00Z\"}]";
        assertThat(read("{\"status\":\"firing\",\"alerts\":" + resolved + "}")
                        .toContent()
                        .status())
                .isEqualTo(AlertStatus.RESOLVED);
        assertThat(read("{\"status\":\"resolved\",\"alerts\":[{\"status\":\"firing\"}]}")
                        .toContent()
                        .status())
                .isEqualTo(AlertStatus.FIRING);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "null,0",
        "-5,0",
        "7,7",
        "'\"7\"',7",
        "2.9,2",
        "1e400,1000000000",
        "18446744073709551615,1000000000",
        "'\"many\"',0",
        "true,0",
        "'{\"a\":1}',0",
        "'\"NaN\"',0"
    })
    void any_count_of_truncated_alerts_is_survived(String json, long count) {
        assertThat(read("{\"alerts\":[{}],\"truncatedAlerts\":" + json + "}").truncatedAlerts())
                .isEqualTo(count);
    }

    @Test
    void label_values_of_any_kind_become_text() {
        assertThat(alert("\"labels\":{\"a\":1.50,\"b\":true,\"c\":null,\"d\":\"\",\"e\":{\"x\":[1,\"2\"]},\"f\":[]}")
                        .labels())
                .containsExactly(
                        Map.entry("a", "1.50"),
                        Map.entry("b", "true"),
                        Map.entry("d", ""),
                        Map.entry("e", "{\"x\":[1,\"2\"]}"),
                        Map.entry("f", "[]"));
    }

    @Test
    void null_maps_and_maps_of_another_kind_are_empty() {
        IncomingNotification notification =
                read("{\"groupLabels\":null,\"commonLabels\":[1],\"commonAnnotations\":\"x\","
                        + "\"receiver\":null,\"externalURL\":7,\"alerts\":[{\"labels\":null,\"annotations\":3}]}");
        assertThat(notification.groupLabels()).isEmpty();
        assertThat(notification.commonLabels()).isEmpty();
        assertThat(notification.commonAnnotations()).isEmpty();
        assertThat(notification.externalUrl()).isNull();
        assertThat(notification.alerts().get(0).labels()).isEmpty();
        assertThat(notification.alerts().get(0).fingerprint()).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/graph?g0.expr=up",
                "graph",
                "javascript:alert(1)",
                "data:text/html,x",
                "http://",
                "https:///x",
                "http:/x",
                "HTTPS://?x",
                "http://a b",
                "file:///etc/passwd",
                "//host/x"
            })
    void a_link_that_is_not_absolute_http_is_dropped(String url) {
        assertThat(alert("\"generatorURL\":\"" + url + "\"").generatorUrl()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://a", "HTTPS://host:9090/graph?g0.expr=a%20%3E+1#x", "http://[::1]:9090/", "http://监控/x"})
    void a_link_to_the_web_is_kept(String url) {
        assertThat(alert("\"generatorURL\":\"" + url + "\"").generatorUrl()).isEqualTo(url);
    }

    /** As vmalert writes them, with blanks, quotes and line feeds; a runbook's link is cleaned in the same way. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://a/<x> y|http://a/%3Cx%3E%20y",
                "http://a/explore?left={\\\"expr\\\":\\\"up == 0\\\"}|http://a/explore?left=%7B%22expr%22:%22up%20==%200%22%7D",
                "http://a/\\n|http://a/",
                "http://a/x\\ny|http://a/x%0Ay"
            })
    void what_a_link_may_not_hold_is_encoded(String url, String kept) {
        assertThat(alert("\"generatorURL\":\"" + url + "\"").generatorUrl()).isEqualTo(kept);
    }
}

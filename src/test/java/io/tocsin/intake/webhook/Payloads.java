package io.tocsin.intake.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bodies that senders post. */
public final class Payloads {

    /** Grafana Alerting's form (receivers/webhook/v1), with its own local offset and links. */
    public static final String GRAFANA = """
            {"receiver":"team \\"a\\"","status":"firing","orgId":1,"version":"1","title":"[FIRING:1] disk","state":"alerting",
             "message":"**Firing**","groupLabels":{"alertname":"DiskFull"},"commonLabels":{"alertname":"DiskFull"},
             "commonAnnotations":{},"externalURL":"https://grafana.example.com/","appVersion":"12.1.0",
             "groupKey":"{}:{alertname=\\"DiskFull\\"}","truncatedAlerts":0,
             "alerts":[{"status":"firing","labels":{"alertname":"DiskFull"},"annotations":{"summary":"disk is full"},
               "startsAt":"2026-11-22T11:44:38.5+02:00","endsAt":"0001-01-01T00:00:00Z",
               "generatorURL":"https://grafana.example.com/alerting/grafana/x/view?orgId=1","fingerprint":"c6eadffa33fcdf37",
               "silenceURL":"https://grafana.example.com/alerting/silence/new?x=1",
               "dashboardURL":"https://grafana.example.com/d/abc","panelURL":"https://grafana.example.com/d/abc?viewPanel=2",
               "imageURL":"https://grafana.example.com/img/1.png","ruleUID":"x","orgId":1,
               "values":{"A":95.2,"C":1},"valueString":"[ var='A' value=95.2 ]"}]}""";

    private Payloads() {}

    /** As Alertmanager 0.25 sent it: one alert resolved, one firing. */
    public static String alertmanager() {
        try (InputStream in = Payloads.class.getResourceAsStream("/alertmanager/am025-mixed-firing-resolved.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A small notification of one firing alert, different for each number. */
    public static String numbered(long number) {
        return """
                {"version":"4","groupKey":"{}:{alertname=\\"Numbered\\"}","status":"firing","receiver":"tocsin",
                 "groupLabels":{"alertname":"Numbered"},"commonLabels":{},"commonAnnotations":{},"truncatedAlerts":0,
                 "externalURL":"http://am:9093","alerts":[{"status":"firing","labels":{"alertname":"Numbered","n":"%1$d"},
                 "annotations":{},"startsAt":"2026-11-22T09:44:38.294528Z","endsAt":"0001-01-01T00:00:00Z",
                 "generatorURL":"http://prom:9090/graph","fingerprint":"%1$016x"}]}""".formatted(number);
    }
}

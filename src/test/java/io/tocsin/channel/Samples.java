package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages for the tests of all channels. */
public final class Samples {

    public static final Instant START = Instant.parse("2026-11-22T09:44:38.294528Z");
    public static final Instant RECEIVED = Instant.parse("2026-11-22T09:50:00Z");
    public static final MessageStyle ENGLISH = new MessageStyle(Locale.ENGLISH, ZoneId.of("UTC"));
    public static final MessageStyle CHINESE = new MessageStyle(Locale.SIMPLIFIED_CHINESE, ZoneId.of("Asia/Shanghai"));

    private Samples() {}

    public static Alert firing(String instance, String severity) {
        return alert(
                AlertStatus.FIRING,
                Map.of("alertname", "HighCPU", "job", "node", "instance", instance, "severity", severity),
                Map.of(
                        "summary", "CPU > 90% on " + instance,
                        "description", "Load is high & rising",
                        "runbook_url", "https://runbooks.example.com/high-cpu"));
    }

    public static Alert resolved(String instance, String severity) {
        Alert fired = firing(instance, severity);
        return new Alert(
                AlertStatus.RESOLVED,
                fired.labels(),
                fired.annotations(),
                START,
                START.plusSeconds(363),
                fired.generatorUrl(),
                null,
                null,
                fired.fingerprint());
    }

    public static Alert alert(AlertStatus status, Map<String, String> labels, Map<String, String> annotations) {
        Instant end = status == AlertStatus.RESOLVED ? START.plusSeconds(363) : null;
        return new Alert(
                status,
                labels,
                annotations,
                START,
                end,
                "http://prometheus.example.com:9090/graph?g0.expr=cpu+%3E+90&g0.tab=1",
                null,
                null,
                "3d8edaac118cc018");
    }

    public static Message message(Alert... alerts) {
        return message(List.of(alerts), 0);
    }

    public static Message message(List<Alert> alerts, long truncated) {
        Notification content = new Notification(
                "{}:{alertname=\"HighCPU\"}",
                "web.hook",
                Map.of("alertname", "HighCPU"),
                Map.of("alertname", "HighCPU", "job", "node"),
                Map.of(),
                alerts,
                truncated,
                "http://alertmanager.example.com:9093");
        return new Message("oncall-42", 7, RECEIVED, content);
    }

    /** Everything that has ever broken a message: mark-up, mentions, control characters, direction, emoji, size. */
    public static final String HOSTILE =
            "<!channel> <@U123> & </b> **bold** _it_ ~x~ `code` [click](http://evil.example)"
                    + " @13900000000 @all # head\n\n> quote\n- item\r\nX-Injected: 1\u0000\u0007\u001b[31m \u202Egnp.exe\u202C \uD83D"
                    + " \uD83D\uDE80\uD83D\uDC69\u200D\uD83D\uDCBB שלום العربية ![i](http://evil.example/i.png) <font color=red> \\ | !";

    public static Message hostile() {
        Map<String, String> labels = new HashMap<>();
        for (String name : List.of("alertname", "severity", "instance", "job", "a b*c", "<x>")) {
            labels.put(name, HOSTILE);
        }
        Alert alert = new Alert(
                AlertStatus.FIRING,
                labels,
                Map.of("summary", HOSTILE, "description", HOSTILE, "runbook_url", "javascript:alert(1)"),
                Instant.MAX,
                null,
                "http://evil.example/a)b|c>d \"e",
                "ftp://x",
                HOSTILE,
                "");
        Notification content =
                new Notification(HOSTILE, HOSTILE, labels, Map.of(), Map.of(), List.of(alert, alert), 3, HOSTILE);
        return new Message("oncall-43", 8, RECEIVED, content);
    }

    /** 500 alerts, each with a description of 100 kB in a script of three bytes a character. */
    public static Message huge() {
        Map<String, String> annotations = Map.of("summary", "告警🚀".repeat(200), "description", "磁盘满了🚀".repeat(7_000));
        Alert alert = alert(
                AlertStatus.FIRING,
                Map.of("alertname", "磁盘".repeat(100), "severity", "critical", "instance", "host".repeat(300)),
                annotations);
        return message(Collections.nCopies(500, alert), 12);
    }

    private static final String END = "the-end-of-the-description";

    /**
     * One alert that has everything: labels, annotations, links of 1,200 characters, and a description.
     *
     * @param length of the description
     */
    public static Message detailed(int length) {
        Map<String, String> labels = new HashMap<>(Map.of("alertname", "Detailed", "severity", "critical"));
        IntStream.range(10, 40).forEach(n -> labels.put("label" + n, "value-" + n));
        String longUrl = "http://a.example.com/" + "x".repeat(1_180);
        Alert alert = new Alert(
                AlertStatus.FIRING,
                labels,
                Map.of(
                        "summary",
                        "Everything is known",
                        "description",
                        "word ".repeat(length / 5) + END,
                        "impact",
                        "checkout-stops",
                        "runbook_url",
                        longUrl,
                        "logs_url",
                        longUrl),
                START,
                null,
                longUrl,
                longUrl,
                longUrl,
                "f");
        return message(alert);
    }

    /** Whether all that {@link #detailed} has is in the message, or what is not is said to be cut or elsewhere. */
    public static void assertToldOrCut(String message) {
        boolean cut = message.contains("…")
                || message.contains("more labels")
                || message.contains("details of 1 ")
                || message.contains("\"shortened\":true");
        List<String> all = new ArrayList<>(List.of(END, "checkout-stops"));
        IntStream.range(10, 40).forEach(n -> all.add("value-" + n));
        if (!cut) {
            assertThat(message).contains(all);
        }
        if (!message.contains("details of 1 ") && !message.contains("\"shortened\":true")) {
            assertThat(message).contains("Graph", "Runbook", "Dashboard", "Logs", "Silence");
        }
    }

    /** Any message; the same for the same seed. */
    public static Message random(long seed) {
        Random random = new Random(seed);
        List<Alert> alerts = Stream.generate(() -> randomAlert(random))
                .limit(random.nextInt(random.nextInt(10) == 0 ? 60 : 6))
                .toList();
        Map<String, String> common = random.nextBoolean() ? Map.of() : randomMap(random);
        Notification content = new Notification(
                randomText(random),
                randomText(random),
                random.nextBoolean() ? common : randomMap(random),
                common,
                Map.of(),
                alerts,
                random.nextInt(5) == 0 ? random.nextInt(1000) : 0,
                random.nextBoolean() ? randomText(random) : "https://alerts.example.com/" + randomText(random));
        return new Message("oncall-" + seed, seed, RECEIVED, content);
    }

    private static Alert randomAlert(Random random) {
        boolean firing = random.nextBoolean();
        Instant start = Instant.ofEpochSecond(random.nextLong() % 100_000_000_000L);
        return new Alert(
                firing ? AlertStatus.FIRING : AlertStatus.RESOLVED,
                randomMap(random),
                randomMap(random),
                start,
                firing ? null : start.plusSeconds(random.nextInt()),
                "http://" + randomText(random),
                "http://h/" + randomText(random),
                null,
                randomText(random));
    }

    private static Map<String, String> randomMap(Random random) {
        Map<String, String> map = new HashMap<>();
        for (String name : List.of("alertname", "severity", "instance", "summary", "description", "runbook_url")) {
            if (random.nextBoolean()) {
                map.put(name, randomText(random));
            }
        }
        map.put(randomText(random), randomText(random));
        return map;
    }

    private static String randomText(Random random) {
        String alphabet = "ab 1_*`~<>&|[](){}#!@\\\"'%/:?=.-+\n\r\t\u0000\u202E\uFEFF\uD83D\uDE80告警é\uFFFF\u2028";
        int length = random.nextInt(random.nextInt(8) == 0 ? 3000 : 30);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            // Single units, so that half of a pair comes alone as well.
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}

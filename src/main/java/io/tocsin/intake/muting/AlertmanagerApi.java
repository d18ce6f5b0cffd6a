package io.tocsin.intake.muting;

import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.Muting;
import io.tocsin.alert.Muting.Kind;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.TimeLimit;
import io.tocsin.intake.muting.AlertmanagersProperties.Server;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The queries to one Alertmanager. Source: its API, version 2 (api/v2/openapi.yaml). */
final class AlertmanagerApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int MOST_SILENCES = 5;
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** The special characters of Go's regular expressions, by which a receiver is queried. */
    private static final Pattern QUOTED = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

    private final Server server;
    private final String base;
    private final ChannelHttp http;
    /** By {@link System#nanoTime}: one that hangs must not delay each message. */
    private volatile long notBefore = System.nanoTime();

    AlertmanagerApi(Server server, ChannelHttp http) {
        this.server = server;
        this.base = StringUtils.trimTrailingCharacter(server.url(), '/');
        this.http = http;
    }

    /**
     * A firing alert of which no notification is sent.
     *
     * @param fingerprint as Alertmanager computes it
     */
    record Suppressed(
            String fingerprint,
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            @Nullable String generatorUrl,
            Muting muting) {}

    /** Whether this is its external URL. */
    boolean is(@Nullable String externalUrl) {
        return externalUrl != null && base.equals(StringUtils.trimTrailingCharacter(externalUrl, '/'));
    }

    /**
     * The suppressed alerts with these labels that go to the receiver; empty when there was no answer in time.
     *
     * @param receiver may be empty, for any
     */
    Optional<List<Suppressed>> suppressed(Map<String, String> groupLabels, String receiver) {
        if (System.nanoTime() - notBefore < 0) {
            return Optional.empty();
        }
        TimeLimit time = TimeLimit.of(server.timeout());
        StringBuilder query =
                new StringBuilder("/api/v2/alerts?active=false&silenced=true&inhibited=true&unprocessed=false");
        new TreeMap<>(groupLabels)
                .forEach((name, value) -> query.append("&filter=")
                        .append(encoded(LabelMatcher.equal(name, value).toString())));
        if (!receiver.isEmpty()) {
            query.append("&receiver=").append(encoded(QUOTED.matcher(receiver).replaceAll("\\\\$0")));
        }
        Optional<JsonNode> answer = ask(query.toString(), time);
        if (answer.isEmpty()) {
            notBefore = System.nanoTime() + PAUSE.toNanos();
        }
        return answer.map(alerts -> read(alerts, groupLabels, receiver, time));
    }

    private List<Suppressed> read(JsonNode alerts, Map<String, String> groupLabels, String receiver, TimeLimit time) {
        Map<String, Muting> silences = new HashMap<>();
        List<Suppressed> found = new ArrayList<>();
        for (JsonNode alert : alerts) {
            Map<String, String> labels = texts(alert.path("labels"));
            JsonNode status = alert.path("status");
            boolean ofGroup = labels.entrySet().containsAll(groupLabels.entrySet()) && goesTo(alert, receiver);
            if (ofGroup && status.path("state").asString("").equals("suppressed")) {
                found.add(new Suppressed(
                        alert.path("fingerprint").asString(""),
                        labels,
                        texts(alert.path("annotations")),
                        time(alert.path("startsAt")).orElse(Instant.EPOCH),
                        alert.path("generatorURL").asString(null),
                        muting(status, silences, time)));
            }
        }
        return found;
    }

    private static boolean goesTo(JsonNode alert, String receiver) {
        JsonNode receivers = alert.path("receivers");
        return receiver.isEmpty()
                || receivers.isEmpty()
                || receivers
                        .valueStream()
                        .anyMatch(one -> one.path("name").asString("").equals(receiver));
    }

    private Muting muting(JsonNode status, Map<String, Muting> silences, TimeLimit time) {
        String silence = status.path("silencedBy").path(0).asString("");
        if (!silence.isEmpty()) {
            Muting known = silences.get(silence);
            if (known == null) {
                known = silences.size() < MOST_SILENCES ? silence(silence, time) : unknown(silence);
                silences.put(silence, known);
            }
            return known;
        }
        JsonNode intervals = status.path("mutedBy");
        if (!intervals.isEmpty()) {
            return new Muting(Kind.INTERVAL, intervals.path(0).asString(""), null, "");
        }
        String source = status.path("inhibitedBy").path(0).asString("");
        return new Muting(Kind.INHIBITED, source.isEmpty() ? "?" : alertname(source, time), null, "");
    }

    private Muting silence(String id, TimeLimit time) {
        return ask("/api/v2/silence/" + encoded(id), time)
                .map(silence -> new Muting(
                        Kind.SILENCED,
                        silence.path("createdBy").asString("?"),
                        time(silence.path("endsAt")).orElse(null),
                        silence.path("comment").asString("")))
                .orElseGet(() -> unknown(id));
    }

    private static Muting unknown(String silence) {
        return new Muting(Kind.SILENCED, silence, null, "");
    }

    /** The name of the alert that inhibits; its fingerprint when nothing else is known. */
    private String alertname(String fingerprint, TimeLimit time) {
        return ask("/api/v2/alerts?silenced=true&inhibited=true&active=true", time).stream()
                .flatMap(JsonNode::valueStream)
                .filter(alert -> alert.path("fingerprint").asString("").equals(fingerprint))
                .map(alert -> alert.path("labels").path("alertname").asString(fingerprint))
                .findFirst()
                .orElse(fingerprint);
    }

    private Optional<JsonNode> ask(String path, TimeLimit time) {
        if (time.isOver()) {
            return Optional.empty();
        }
        String authorization = server.authorization();
        Map<String, String> headers = authorization == null ? Map.of() : Map.of("Authorization", authorization.strip());
        HttpOutcome outcome = http.get(URI.create(base + path), headers, MOST_BYTES, time.left());
        return outcome instanceof Answer answer && answer.status() == 200 ? json(answer.body()) : Optional.empty();
    }

    private static Optional<JsonNode> json(String body) {
        try {
            return Optional.of(JSON.readTree(body));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        return object.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, member -> member.getValue().asString("")));
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return Optional.of(Instant.parse(text.asString("")));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

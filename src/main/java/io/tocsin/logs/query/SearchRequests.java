package io.tocsin.logs.query;

import io.tocsin.check.FailureDescriptions;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.client.ClusterAnswer;
import io.tocsin.logs.client.ClusterAnswer.Done;
import io.tocsin.logs.client.ClusterAnswer.Refused;
import io.tocsin.logs.client.LogCluster;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.ContentTooLongException;

/** Sends searches to the cluster, and translates failures for the caller. */
final class SearchRequests {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int LONGEST_REASON = 300;

    /** A missing index is no failure: it has no entries. */
    private static final String OPTIONS = "ignore_unavailable=true&allow_no_indices=true&expand_wildcards=open";

    private interface Exchange {
        ClusterAnswer run(Duration limit) throws IOException, TimeoutException;
    }

    private final LogCluster cluster;
    private final String index;

    SearchRequests(LogCluster cluster, LogsProperties properties) {
        this.cluster = cluster;
        this.index = properties.index();
    }

    Answer search(Map<String, Object> body, QueryDeadline deadline) {
        body.put("timeout", deadline.forTheCluster());
        return new Answer(
                done(limit -> cluster.send("POST", "/" + index + "/_search?" + OPTIONS, body, limit), deadline)
                        .body());
    }

    /** Several at once; a failed one has a response without hits, which counts as partial. */
    List<Answer> searchAll(List<Map<String, Object>> bodies, QueryDeadline deadline) {
        List<Object> lines = new ArrayList<>();
        for (Map<String, Object> body : bodies) {
            body.put("timeout", deadline.forTheCluster());
            lines.add(Json.object("ignore_unavailable", true, "allow_no_indices", true, "expand_wildcards", "open"));
            lines.add(body);
        }
        return done(limit -> cluster.sendLines("/" + index + "/_msearch", lines, limit), deadline)
                .body()
                .path("responses")
                .valueStream()
                .map(Answer::new)
                .toList();
    }

    private static Done done(Exchange exchange, QueryDeadline deadline) {
        if (deadline.left().isNegative()) {
            throw unavailable("Elasticsearch does not answer in time");
        }
        try {
            ClusterAnswer answer = exchange.run(deadline.left());
            if (answer instanceof Done done) {
                return done;
            }
            throw refusal((Refused) answer);
        } catch (ContentTooLongException e) {
            throw new AnswerTooLargeException();
        } catch (ProtocolException e) {
            throw unavailable("what answers in place of Elasticsearch sends no JSON object");
        } catch (TimeoutException e) {
            throw unavailable("Elasticsearch does not answer in time");
        } catch (IOException e) {
            throw unavailable("Elasticsearch does not answer: " + FailureDescriptions.of(e));
        }
    }

    private static RuntimeException refusal(Refused refused) {
        if (refused.type().equals("media_type_header_exception")) {
            return new LogsUnavailableException(
                    "Elasticsearch is of another version than tocsin.logs.compatibility says", Duration.ZERO);
        }
        return switch (refused.status()) {
            case 400 -> new InvalidLogQueryException("Elasticsearch does not understand the query: " + words(refused));
            case 401, 403 -> unavailable("Elasticsearch refuses the credentials");
            case 429 -> unavailable("Elasticsearch is too busy");
            default -> unavailable("Elasticsearch answers " + refused.status());
        };
    }

    private static String words(Refused refused) {
        String words = refused.type() + ": " + refused.reason();
        return words.length() > LONGEST_REASON ? words.substring(0, LONGEST_REASON) + "..." : words;
    }

    private static LogsUnavailableException unavailable(String reason) {
        return new LogsUnavailableException(reason, RETRY);
    }
}

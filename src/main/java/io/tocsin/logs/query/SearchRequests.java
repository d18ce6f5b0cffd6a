package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ExpandWildcard;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.msearch.MultiSearchResponseItem;
import co.elastic.clients.elasticsearch.core.msearch.RequestItem;
import co.elastic.clients.elasticsearch.core.search.ResponseBody;
import io.tocsin.check.FailureDescriptions;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.client.Refusal;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.http.ContentTooLongException;
import tools.jackson.databind.JsonNode;

/** The searches of one query, which share its time; failures are translated for the caller. */
final class SearchRequests {

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int LONGEST_REASON = 300;

    private interface Exchange<T> {
        T run() throws IOException;
    }

    /** The requested entries need more memory than one response may use. */
    static final class AnswerTooLargeException extends InvalidLogQueryException {

        AnswerTooLargeException() {
            super("the answer would be too large: ask for fewer entries (size)");
        }
    }

    private final ElasticsearchClient client;
    private final List<String> indices;
    private final long end;

    /** Until {@code tocsin.logs.timeout} is over. */
    SearchRequests(LogCluster cluster, LogsProperties properties) {
        this.client = cluster.within(properties.timeout());
        this.indices = List.of(properties.index().split(","));
        this.end = System.nanoTime() + properties.timeout().toNanos();
    }

    /** A missing index is no failure: it has no entries. */
    ResponseBody<JsonNode> search(SearchRequest.Builder request) {
        SearchRequest search = request.index(indices)
                .ignoreUnavailable(true)
                .allowNoIndices(true)
                .expandWildcards(ExpandWildcard.Open)
                .timeout(timeForTheCluster())
                .build();
        return answer(() -> client.search(search, JsonNode.class));
    }

    /** Several at once; a failed one has no entries, and counts as partial. */
    List<MultiSearchResponseItem<JsonNode>> searchAll(List<SearchRequest.Builder> requests) {
        String time = timeForTheCluster();
        List<RequestItem> searches = requests.stream()
                .map(request -> RequestItem.of(item -> item.header(header -> header.ignoreUnavailable(true)
                                .allowNoIndices(true)
                                .expandWildcards(ExpandWildcard.Open))
                        .body(request.timeout(time).build())))
                .toList();
        return answer(() -> client.msearch(all -> all.index(indices).searches(searches), JsonNode.class))
                .responses();
    }

    /** Whether a response is incomplete. */
    static boolean isPartial(ResponseBody<?> response) {
        return response.timedOut() || response.shards().failed().intValue() > 0;
    }

    /** Whether a response is incomplete or failed. */
    static boolean isPartial(MultiSearchResponseItem<?> response) {
        return response.isFailure() || isPartial(response.result());
    }

    /** Less than is left, so that its partial answer still arrives in time. */
    private String timeForTheCluster() {
        return Math.max(1, (end - System.nanoTime()) / 1_000_000 * 4 / 5) + "ms";
    }

    private static <T> T answer(Exchange<T> exchange) {
        try {
            return exchange.run();
        } catch (ContentTooLongException e) {
            throw new AnswerTooLargeException();
        } catch (SocketTimeoutException e) {
            throw unavailable("Elasticsearch does not answer in time");
        } catch (ElasticsearchException | IOException e) {
            Refusal refusal = Refusal.of(e);
            throw refusal == null
                    ? unavailable("Elasticsearch does not answer: " + FailureDescriptions.of(e))
                    : refused(refusal);
        }
    }

    private static RuntimeException refused(Refusal refusal) {
        if (refusal.type().equals("media_type_header_exception")) {
            return new LogsUnavailableException(
                    "Elasticsearch is of another version than tocsin.logs.compatibility says", Duration.ZERO);
        }
        return switch (refusal.status()) {
            case 200 ->
                unavailable("what answers in place of Elasticsearch sends no JSON object of a search, or not the header"
                        + " X-Elastic-Product");
            case 400 ->
                new InvalidLogQueryException("Elasticsearch does not understand the query: "
                        + shortened(refusal.type() + ": " + refusal.reason()));
            case 401, 403 -> unavailable("Elasticsearch refuses the credentials");
            case 429 -> unavailable("Elasticsearch is too busy");
            default -> unavailable("Elasticsearch answers " + refusal.status());
        };
    }

    private static String shortened(String words) {
        return words.length() > LONGEST_REASON ? words.substring(0, LONGEST_REASON) + "..." : words;
    }

    private static LogsUnavailableException unavailable(String reason) {
        return new LogsUnavailableException(reason, RETRY);
    }
}

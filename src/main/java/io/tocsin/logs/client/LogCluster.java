package io.tocsin.logs.client;

import co.elastic.clients.transport.rest5_client.low_level.HttpAsyncResponseConsumerFactory;
import co.elastic.clients.transport.rest5_client.low_level.HttpAsyncResponseConsumerFactory.BasicAsyncResponseConsumerFactory;
import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.RequestOptions;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseListener;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Calls Elasticsearch through the official low-level client: each exchange has a hard limit of time and of bytes, so that
 * neither a slow cluster nor a huge response uses what the alarm path needs.
 */
public final class LogCluster implements AutoCloseable {

    /** Four responses of this size, read at once, fit into a heap of 256 MB. */
    static final int LARGEST_ANSWER = 16 << 20;

    private static final String JSON = "application/vnd.elasticsearch+json; compatible-with=";
    private static final String LINES = "application/vnd.elasticsearch+x-ndjson; compatible-with=";

    private static final HttpAsyncResponseConsumerFactory CONSUMERS =
            new BasicAsyncResponseConsumerFactory(LARGEST_ANSWER);

    private final Rest5Client client;
    private final Duration longestSilence;
    private final JsonMapper json;
    private final ContentType single;
    private final ContentType lines;
    private final RequestOptions options;

    /**
     * Uses a client, which it closes in the end.
     *
     * @param longestSilence the read timeout within an exchange
     * @param compatibility the major version of the REST API, 8 or 9
     */
    LogCluster(Rest5Client client, Duration longestSilence, JsonMapper json, int compatibility) {
        this.client = client;
        this.longestSilence = longestSilence;
        this.json = json;
        this.single = ContentType.parse(JSON + compatibility);
        this.lines = ContentType.parse(LINES + compatibility);
        RequestOptions.Builder builder = RequestOptions.DEFAULT.toBuilder();
        builder.addHeader("Accept", JSON + compatibility);
        this.options = builder.build();
    }

    /**
     * One exchange.
     *
     * @param path with its query
     * @param body serialized to JSON; null for none
     * @throws ProtocolException when the response is no JSON object: the server is not Elasticsearch
     * @throws IOException when there is no response
     * @throws TimeoutException when there is none in time; closing the connection makes the cluster stop
     */
    public ClusterAnswer send(String method, String path, @Nullable Object body, Duration limit)
            throws IOException, TimeoutException {
        HttpEntity entity = body == null ? null : new ByteArrayEntity(json.writeValueAsBytes(body), single);
        return exchange(method, path, entity, limit);
    }

    /** One exchange whose body has a line of JSON for each of these. */
    public ClusterAnswer sendLines(String path, List<?> bodies, Duration limit) throws IOException, TimeoutException {
        String text = bodies.stream().map(json::writeValueAsString).collect(Collectors.joining("\n", "", "\n"));
        return exchange("POST", path, new ByteArrayEntity(text.getBytes(StandardCharsets.UTF_8), lines), limit);
    }

    private ClusterAnswer exchange(String method, String path, @Nullable HttpEntity body, Duration limit)
            throws IOException, TimeoutException {
        Request request = new Request(method, path);
        long end = System.nanoTime() + limit.toNanos();
        request.setOptions(within(limit, end));
        if (body != null) {
            request.setEntity(body);
        }
        Answer answer = new Answer();
        client.performRequestAsync(request, answer);
        try {
            Response response = answer.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
            return response.getStatusCode() < 300 ? new ClusterAnswer.Done(read(response)) : refused(response);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ResponseException refusal) {
                return refused(refusal.getResponse());
            }
            if (System.nanoTime() - end >= 0) {
                throw new TimeoutException();
            }
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Its connection is closed in the end, also by a cluster's next byte; the client's own cancel does not do that. */
    private RequestOptions within(Duration limit, long end) {
        RequestOptions.Builder builder = options.toBuilder();
        builder.setHttpAsyncResponseConsumerFactory(
                () -> new TimedConsumer(CONSUMERS.createHttpAsyncResponseConsumer(), end));
        long silence = Math.max(1, limit.compareTo(longestSilence) < 0 ? limit.toMillis() : longestSilence.toMillis());
        builder.setRequestConfig(RequestConfig.custom()
                .setResponseTimeout(silence, TimeUnit.MILLISECONDS)
                .build());
        return builder.build();
    }

    private ClusterAnswer.Refused refused(Response response) throws IOException {
        JsonNode error;
        try {
            error = read(response).path("error");
        } catch (ProtocolException e) {
            error = MissingNode.getInstance();
        }
        JsonNode root = error.path("root_cause").path(0);
        JsonNode cause = root.isMissingNode() ? error : root;
        return new ClusterAnswer.Refused(
                response.getStatusCode(),
                cause.path("type").asString(""),
                cause.path("reason").asString(""));
    }

    private JsonNode read(Response response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            throw new ProtocolException();
        }
        try (InputStream body = entity.getContent()) {
            JsonNode answer = json.readTree(body);
            if (!answer.isObject()) {
                throw new ProtocolException();
            }
            return answer;
        } catch (JacksonException e) {
            throw new ProtocolException();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private static final class Answer extends CompletableFuture<Response> implements ResponseListener {

        @Override
        public void onSuccess(Response response) {
            complete(response);
        }

        @Override
        public void onFailure(Exception failure) {
            completeExceptionally(failure);
        }
    }
}

package io.tocsin.logs.client;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.JsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransportBase;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.TransportOptions;
import co.elastic.clients.transport.http.HeaderMap;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import co.elastic.clients.transport.rest5_client.Rest5ClientHttpClient;
import co.elastic.clients.transport.rest5_client.Rest5ClientOptions;
import co.elastic.clients.transport.rest5_client.low_level.HttpAsyncResponseConsumerFactory;
import co.elastic.clients.transport.rest5_client.low_level.HttpAsyncResponseConsumerFactory.BasicAsyncResponseConsumerFactory;
import co.elastic.clients.transport.rest5_client.low_level.RequestOptions;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives out clients of Elasticsearch whose exchanges have a hard limit of time and of bytes, so that neither a slow cluster
 * nor a huge response uses what the alarm path needs.
 */
public final class LogCluster implements AutoCloseable {

    /** Four responses of this size, read at once, fit into a heap of 256 MB. */
    static final int LARGEST_ANSWER = 16 << 20;

    private static final HttpAsyncResponseConsumerFactory CONSUMERS =
            new BasicAsyncResponseConsumerFactory(LARGEST_ANSWER);

    private final Rest5Client client;
    private final Duration longestSilence;
    private final JsonpMapper json;
    private final String mediaType;

    /**
     * Uses a client, which it closes in the end.
     *
     * @param longestSilence the read timeout within an exchange
     * @param compatibility the major version of the REST API, 8 or 9; the client alone would always ask for its own
     */
    LogCluster(Rest5Client client, Duration longestSilence, JsonpMapper json, int compatibility) {
        this.client = client;
        this.longestSilence = longestSilence;
        this.json = json;
        this.mediaType = "application/vnd.elasticsearch+json; compatible-with=" + compatibility;
    }

    /**
     * A client for exchanges that end within a time, all of them together. Its methods throw {@link SocketTimeoutException} when
     * the time is over, and then the connection is closed, which makes the cluster stop. It holds nothing that must be closed.
     */
    public ElasticsearchClient within(Duration limit) {
        return new ElasticsearchClient(
                new ElasticsearchTransportBase(
                        new BoundedHttpClient(System.nanoTime() + limit.toNanos()),
                        null,
                        json,
                        NoopInstrumentation.INSTANCE) {});
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private final class BoundedHttpClient extends Rest5ClientHttpClient {

        private final long end;

        /** Until this {@link System#nanoTime()}. */
        BoundedHttpClient(long end) {
            super(client);
            this.end = end;
        }

        @Override
        public Response performRequest(
                String endpointId, @Nullable Node node, Request request, TransportOptions options) throws IOException {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            try {
                Response response = performRequestAsync(endpointId, node, compatible(request), within(left))
                        .get(left, TimeUnit.NANOSECONDS);
                if (response.statusCode() >= 300 && response.statusCode() < 400) {
                    throw new TransportException(response, "redirects are not followed", endpointId);
                }
                return response;
            } catch (TimeoutException e) {
                throw new SocketTimeoutException();
            } catch (ExecutionException e) {
                if (System.nanoTime() - end >= 0) {
                    throw new SocketTimeoutException();
                }
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private Request compatible(Request request) {
            HeaderMap headers = new HeaderMap(request.headers());
            headers.put(HeaderMap.CONTENT_TYPE, mediaType);
            return new Request(request.method(), request.path(), request.queryParams(), headers, request.body());
        }

        private Rest5ClientOptions within(long nanos) {
            RequestOptions.Builder builder = RequestOptions.DEFAULT.toBuilder();
            builder.addHeader(HeaderMap.ACCEPT, mediaType);
            // Its connection is closed in the end, also by a cluster's next byte; the client's own cancel does not do
            // that.
            builder.setHttpAsyncResponseConsumerFactory(
                    () -> new TimedConsumer(CONSUMERS.createHttpAsyncResponseConsumer(), end));
            builder.setRequestConfig(RequestConfig.custom()
                    .setResponseTimeout(
                            Math.max(1, Math.min(nanos / 1_000_000, longestSilence.toMillis())), TimeUnit.MILLISECONDS)
                    .build());
            return new Rest5ClientOptions(builder.build(), false);
        }
    }

    /** Reads a response until its deadline; later data end the connection, for which no caller waits any longer. */
    private static final class TimedConsumer implements AsyncResponseConsumer<ClassicHttpResponse> {

        private final AsyncResponseConsumer<ClassicHttpResponse> inTime;
        private final long end;

        /** Until this {@link System#nanoTime()}. */
        TimedConsumer(AsyncResponseConsumer<ClassicHttpResponse> inTime, long end) {
            this.inTime = inTime;
            this.end = end;
        }

        private void check() throws InterruptedIOException {
            if (System.nanoTime() - end > 0) {
                throw new InterruptedIOException("the time for the answer is over");
            }
        }

        @Override
        public void consumeResponse(
                HttpResponse response,
                @Nullable EntityDetails entity,
                HttpContext context,
                FutureCallback<ClassicHttpResponse> result)
                throws HttpException, IOException {
            check();
            inTime.consumeResponse(response, entity, context, result);
        }

        @Override
        public void consume(ByteBuffer bytes) throws IOException {
            check();
            inTime.consume(bytes);
        }

        @Override
        public void informationResponse(HttpResponse response, HttpContext context) throws HttpException, IOException {
            check();
            inTime.informationResponse(response, context);
        }

        @Override
        public void updateCapacity(CapacityChannel channel) throws IOException {
            inTime.updateCapacity(channel);
        }

        @Override
        public void streamEnd(@Nullable List<? extends Header> trailers) throws HttpException, IOException {
            inTime.streamEnd(trailers);
        }

        @Override
        public void failed(Exception cause) {
            inTime.failed(cause);
        }

        @Override
        public void releaseResources() {
            inTime.releaseResources();
        }
    }
}

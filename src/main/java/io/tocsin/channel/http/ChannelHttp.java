package io.tocsin.channel.http;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.HttpOutcome.NoAnswer;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Posts to a provider, once: no redirect is followed, and no POST is repeated (the JDK's client repeats only
 * attempts to connect, when nothing has been sent yet).
 *
 * <p>The JDK's client is used directly, because its future makes the time limit hold over the whole exchange, name look-up and
 * a slow body included, and because a wrapper's exceptions contain the URL, which is a secret here.
 */
@Component
public class ChannelHttp {

    /** The header of a JSON body. */
    public static final Map<String, String> JSON = Map.of("Content-Type", "application/json; charset=utf-8");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    static {
        // Before Java 20 an idle connection is kept for 20 minutes; firewalls drop it sooner, and then a message hangs.
        if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
            System.setProperty("jdk.httpclient.keepalive.timeout", "30");
        }
    }

    private final HttpClient client;

    @Autowired
    public ChannelHttp() {
        this(client -> {});
    }

    /**
     * For one target with settings of its own.
     *
     * @param settings sets a proxy, or the trust store and client certificate of the connection
     */
    public ChannelHttp(Consumer<HttpClient.Builder> settings) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        settings.accept(builder);
        client = builder.build();
    }

    /**
     * Sends one request and waits for the whole answer.
     *
     * @param url http or https
     * @param json the body
     * @param timeout the limit for the whole exchange; connecting has 5 s of it at most
     * @return the answer, or the reason why there is none; never an exception
     */
    public HttpOutcome post(URI url, byte[] json, Duration timeout) {
        return post(url, JSON, json, timeout);
    }

    /**
     * As {@link #post(URI, byte[], Duration)}, with headers of the caller instead of the content type.
     *
     * @param headers may contain secrets; they are never logged
     */
    public HttpOutcome post(URI url, Map<String, String> headers, byte[] body, Duration timeout) {
        return send("POST", url, headers, body, timeout);
    }

    /** As {@link #post(URI, Map, byte[], Duration)}, with another method. */
    public HttpOutcome send(String method, URI url, Map<String, String> headers, byte[] body, Duration timeout) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url)
                    .setHeader("User-Agent", "Tocsin")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::setHeader);
            return await(client.sendAsync(request.build(), head -> new CappedBody(CappedBody.MAX_BYTES)), timeout);
        } catch (RuntimeException fault) {
            return new NoAnswer(FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName(), false);
        }
    }

    /**
     * Sends one request without a body and waits for the whole answer.
     *
     * @param headers may contain secrets; they are never logged
     * @param mostBytes how much of the body is read; the rest is dropped
     * @param timeout the limit for the whole exchange
     * @return the answer, or the reason why there is none; never an exception
     */
    public HttpOutcome get(URI url, Map<String, String> headers, int mostBytes, Duration timeout) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url).setHeader("User-Agent", "Tocsin");
            headers.forEach(request::setHeader);
            return await(client.sendAsync(request.GET().build(), head -> new CappedBody(mostBytes)), timeout);
        } catch (RuntimeException fault) {
            return new NoAnswer(FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName(), false);
        }
    }

    private static HttpOutcome await(CompletableFuture<HttpResponse<byte[]>> exchange, Duration timeout) {
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), retryAfter(response), text(response.body()));
        } catch (TimeoutException late) {
            // Also closes the connection, which would otherwise stay with the slow server.
            exchange.cancel(true);
            return new NoAnswer(FailureReason.TIMEOUT, "no complete answer within " + timeout.toMillis() + " ms", true);
        } catch (InterruptedException interrupted) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return new NoAnswer(FailureReason.TIMEOUT, "interrupted while waiting for the answer", true);
        } catch (ExecutionException | CancellationException failed) {
            return noConnection(failed);
        }
    }

    /** Without the byte order mark that some servers send, and that JSON parsers refuse. */
    private static String text(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Seconds, as providers send it, but no more than an hour; a date is ignored in favour of our own back-off. */
    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("\\d{1,9}") ? Duration.ofSeconds(Math.min(3_600, Long.parseLong(seconds))) : null;
    }

    /** Fixed texts, because messages of network exceptions contain hosts and addresses. */
    private static NoAnswer noConnection(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpConnectTimeoutException) {
                return new NoAnswer(FailureReason.CONNECTION, "no connection within the time limit", false);
            }
            if (cause instanceof ConnectException) {
                String words = "cannot connect: refused, unreachable, or an unknown host";
                return new NoAnswer(FailureReason.CONNECTION, words, false);
            }
            if (cause instanceof SSLException) {
                String words = "no secure connection: the TLS handshake failed";
                return new NoAnswer(FailureReason.CONNECTION, words, !(cause instanceof SSLHandshakeException));
            }
        }
        return new NoAnswer(FailureReason.CONNECTION, "the connection broke", true);
    }
}

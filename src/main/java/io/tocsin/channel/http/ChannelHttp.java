package io.tocsin.channel.http;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.HttpOutcome.NoAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Posts to a provider, once: no redirect is followed, and no POST is repeated (the JDK's client repeats only
 * attempts to connect, when nothing has been sent yet).
 *
 * <p>Every exception of {@link RestClient} ends here, because its message contains the URL, which is a secret.
 */
public final class ChannelHttp {

    /** The header of a JSON body. */
    public static final Map<String, String> JSON = Map.of("Content-Type", "application/json; charset=utf-8");

    private static final int MAX_BYTES = 64 * 1024;
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(threads());

    private final HttpClient client;
    private final HttpHeaders always = new HttpHeaders();

    /** With the JVM's proxy and certificates. */
    public ChannelHttp() {
        this(builder().build(), null);
    }

    /**
     * @param client from {@link #builder}
     * @param proxyAuthorization the header of that name; null for none
     */
    ChannelHttp(HttpClient client, @Nullable String proxyAuthorization) {
        this.client = client;
        always.set(HttpHeaders.USER_AGENT, "Tocsin");
        if (proxyAuthorization != null) {
            always.set(HttpHeaders.PROXY_AUTHORIZATION, proxyAuthorization);
        }
    }

    /** A JDK client as providers need it, but for the proxy and the certificates. */
    static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(THREADS);
    }

    private static CustomizableThreadFactory threads() {
        // Before Java 20 an idle connection is kept for 20 minutes; firewalls drop it sooner, and then a message hangs.
        setIfAbsent("jdk.httpclient.keepalive.timeout", "30");
        // Unless emptied it is "Basic", and no proxy that asks for a password could be used for https.
        setIfAbsent("jdk.http.auth.tunneling.disabledSchemes", "");
        CustomizableThreadFactory threads = new CustomizableThreadFactory("channel-http-");
        threads.setDaemon(true);
        return threads;
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
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
        return exchange(HttpMethod.valueOf(method), url, headers, body, MAX_BYTES, timeout);
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
        return exchange(HttpMethod.GET, url, headers, new byte[0], mostBytes, timeout);
    }

    private HttpOutcome exchange(
            HttpMethod method, URI url, Map<String, String> headers, byte[] body, int mostBytes, Duration timeout) {
        long start = System.nanoTime();
        try {
            RestClient.RequestBodySpec request = client(timeout).method(method).uri(url);
            request.headers(all -> {
                all.addAll(always);
                headers.forEach(all::set);
            });
            if (body.length > 0) {
                request.contentLength(body.length).body(out -> out.write(body));
            }
            return request.exchangeForRequiredValue((sent, answer) -> read(answer, mostBytes));
        } catch (ResourceAccessException failed) {
            if (Thread.currentThread().isInterrupted()) {
                return new NoAnswer(FailureReason.TIMEOUT, "interrupted while waiting for the answer", true);
            }
            if (System.nanoTime() - start >= timeout.toMillis() * 1_000_000) {
                String words = "no complete answer within " + timeout.toMillis() + " ms";
                return new NoAnswer(FailureReason.TIMEOUT, words, true);
            }
            return noConnection(failed);
        } catch (RuntimeException fault) {
            return new NoAnswer(FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName(), false);
        }
    }

    /** For one request, because the time limit, which holds over the whole exchange, is the factory's. */
    private RestClient client(Duration timeout) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(timeout);
        requests.enableCompression(false);
        return RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(none -> {})
                .build();
    }

    /** Closes the body, which drops the connection of one that is not at its end; Spring would read all the rest of it first. */
    private static Answer read(ClientHttpResponse answer, int mostBytes) throws IOException {
        try (InputStream body = answer.getBody()) {
            String text = new String(interruptibly(body, mostBytes), StandardCharsets.UTF_8);
            return new Answer(
                    answer.getStatusCode().value(),
                    retryAfter(answer.getHeaders()),
                    // Some servers send a byte order mark, which JSON parsers refuse.
                    text.startsWith("\uFEFF") ? text.substring(1) : text);
        }
    }

    /** On a thread of its own, because the JDK's stream of a body ignores an interruption while it waits (JDK-8294047). */
    private static byte[] interruptibly(InputStream body, int mostBytes) throws IOException {
        Future<byte[]> reading = THREADS.submit(() -> body.readNBytes(mostBytes));
        try {
            return reading.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        }
    }

    /** Seconds, as providers send it, but no more than an hour; a date is ignored in favour of our own back-off. */
    private static @Nullable Duration retryAfter(HttpHeaders headers) {
        String seconds = headers.getFirst(HttpHeaders.RETRY_AFTER);
        return seconds != null && seconds.matches("\\d{1,9}")
                ? Duration.ofSeconds(Math.min(3_600, Long.parseLong(seconds)))
                : null;
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

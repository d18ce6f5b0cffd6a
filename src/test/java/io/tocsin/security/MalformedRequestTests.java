package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.metrics.RunningService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever a client without credentials sends: no stack trace, no line marked as an error, and nothing that counts as a fault of Tocsin. */
@ExtendWith(OutputCaptureExtension.class)
class MalformedRequestTests {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static final String[] METHODS = {"GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PROPFIND", "TRACE"};
    private static final String[] PATHS = {
        "/",
        "/sign-in",
        "/sign-out",
        "/health",
        "/health/ready",
        "/health/x",
        "/health/x/y",
        "/health/x/y/z",
        "/health//x/",
        "/health/system/x",
        "/health/system/disks",
        "/metrics",
        "/metrics/x",
        "/error",
        "/webhooks/alertmanager",
        "/webhooks/x",
        "/api/v1/targets",
        "/api/v1/events/trades",
        "/api/openapi",
        "/assets/",
        "/assets/x",
        "/assets/../x",
        "/webjars/",
        "/webjars/x",
        "/webjars/htmx.org/2.0.8/dist/htmx.min.js",
        "/sign-in;x=%ff",
        "/%2e%2e/x",
        "/%00",
        "/%zz",
        "/x%",
        "//",
        "/sign-in/%0a"
    };
    private static final String[] QUERIES = {
        "",
        "?",
        "?a=%ff%fe",
        "?to=%zz",
        "?%",
        "?a=%",
        "?to=%00",
        "?=",
        "?&&&",
        "?to=//x&to=y",
        "?a=\u00ff",
        "?lang=%c3",
        "?error=%f0%28"
    };
    private static final String[] HEADERS = {
        "",
        "Accept: text/html",
        "Accept: ///",
        "Accept: text/html;q=2",
        "Accept: application/xml",
        "Accept-Language: ;;q=x",
        "Accept-Language: %%%%",
        "Accept-Encoding: gzip;q=x",
        "Content-Type: ///",
        "Content-Type: text/plain; charset=nothing",
        "Content-Type: application/x-www-form-urlencoded; charset=nothing",
        "Content-Type: multipart/form-data",
        "Authorization: Basic",
        "Authorization: Basic !!!",
        "Authorization: Basic /////w==",
        "Authorization: Bearer \u00ff",
        "Cookie: TOCSIN_FORM=\u00ff; TOCSIN_SESSION=%; =; a",
        "Cookie: $Version=x; TOCSIN_SESSION=\"",
        "Host: a:b",
        "Host: [",
        "Range: bytes=9-1",
        "Range: bytes=0-0,1-1,2-2,-",
        "If-Modified-Since: yesterday",
        "If-None-Match: \"",
        "Origin: ::::",
        "Sec-Fetch-Site: \u00e9",
        "HX-Request: true",
        "HX-Request: true\r\nHX-Current-URL: ::::%zz",
        "X-Request-Id: \u009b31m",
        "X-HTTP-Method-Override: %%",
        "X-Forwarded-For: a:b",
        "Expect: 100-continue",
        "Expect: something",
        "Transfer-Encoding: x",
        "Upgrade: websocket\r\nConnection: upgrade",
        "Content-Length: -1",
    };
    private static final String[] BODIES = {
        "", "a=%ff%fe", "%", "_csrf=%zz&username=%", "{", "\u0000\u00ff", "a&b&c=&=&&"
    };

    @TempDir
    private static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void no_request_without_credentials_writes_a_stack_trace_or_counts_as_a_fault(CapturedOutput output)
            throws IOException {
        List<String> requests = new ArrayList<>(List.of(
                "GET /sign-in?a=%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /health/x/y HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /sign-in?to=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "G\u0001T / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHo st: x\r\n\r\n",
                "GET / HTTP/1.1\r\nX: " + "x".repeat(9_000) + "\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\na=b",
                "POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n = 0; n < 1500; n++) {
            requests.add(made(random));
        }
        for (String request : requests) {
            assertThat(status(request)).as("seed %d: %s", seed, request).isNotEqualTo(500);
        }
        assertThat(service.scrape())
                .as("seed %d", seed)
                .noneMatch(line -> line.startsWith("http_requests_total{") && line.contains("status=\"500\""));
        assertThat(service.scrape())
                .anyMatch(line -> line.startsWith("http_requests_total{") && line.contains("status=\"400\""));
        assertThat(output).as("seed %d", seed).doesNotContain(" ERROR ", "\tat ", "Exception");
        assertThat(output.getAll().lines().filter(line -> !line.contains(" INFO ")))
                .hasSizeLessThan(200);
    }

    /** RFC 9112, 6.1: a server that takes this could disagree with a proxy on where the next request begins. */
    @Test
    void a_transfer_encoding_in_http_1_0_is_refused() throws IOException {
        String request = "POST /webhooks/alertmanager HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer "
                + RunningService.WEBHOOK_TOKEN + "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
        assertThat(status(request)).isEqualTo(400);
    }

    @Test
    void a_body_that_nobody_reads_changes_no_answer() throws IOException {
        String body = "Host: x\r\nContent-Length: 5\r\n\r\nab";
        assertThat(status("GET /health/live HTTP/1.1\r\n" + body)).isEqualTo(200);
        assertThat(status("OPTIONS /health/ready HTTP/1.1\r\n" + body)).isEqualTo(200);
        assertThat(status("POST /metrics HTTP/1.1\r\n" + body)).isEqualTo(405);
        assertThat(status("POST /webhooks/alertmanager HTTP/1.1\r\n" + body)).isEqualTo(401);
        assertThat(status("POST /sign-in HTTP/1.1\r\n" + body)).isEqualTo(403);
    }

    @Test
    void every_answer_says_that_its_type_is_not_to_be_guessed() {
        for (String path : List.of(
                "/health",
                "/health/ready",
                "/metrics",
                "/sign-in",
                "/api/v1/targets",
                "/nothing",
                "/webhooks/alertmanager")) {
            assertThat(service.get(path).headers().allValues("X-Content-Type-Options"))
                    .as(path)
                    .containsExactly("nosniff");
        }
    }

    private static String made(Random random) {
        String body = any(BODIES, random);
        String header = any(HEADERS, random);
        return any(METHODS, random) + " " + any(PATHS, random) + any(QUERIES, random) + " HTTP/1.1\r\n"
                + (header.startsWith("Host") ? "" : "Host: localhost\r\n")
                + (header.isEmpty() ? "" : header + "\r\n")
                + (random.nextBoolean() || header.startsWith("Content-Type")
                        ? ""
                        : "Content-Type: application/x-www-form-urlencoded\r\n")
                + (header.startsWith("Content-Length") ? "" : "Content-Length: " + body.length() + "\r\n")
                + (header.contains("Connection") ? "" : "Connection: close\r\n")
                + "\r\n" + body;
    }

    private static String any(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    /** The status; 0 when the connection ended without an answer. */
    private static int status(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            byte[] beginning = socket.getInputStream().readNBytes(12);
            Matcher status = STATUS.matcher(new String(beginning, StandardCharsets.ISO_8859_1));
            return status.lookingAt() ? Integer.parseInt(status.group(1)) : 0;
        }
    }
}

package io.tocsin.security.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** Error answers that reveal no internals: problem details (RFC 9457) of a title and a status. */
public final class Problems {

    public static final String BASIC_CHALLENGE = "Basic realm=\"tocsin\", charset=\"UTF-8\"";
    public static final String BEARER_CHALLENGE = "Bearer realm=\"tocsin\"";

    private Problems() {}

    static byte[] body(HttpStatus status) {
        String json = "{\"title\":\"" + status.getReasonPhrase() + "\",\"status\":" + status.value() + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers with a problem; the detail is fixed text without quotes. */
    public static void answer(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        String json = "{\"title\":\"" + status.getReasonPhrase() + "\",\"status\":" + status.value() + ",\"detail\":\""
                + detail + "\"}";
        write(response, status, json.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers 401 and ends the connection, or a client could leave many answers unread; the caller adds the challenge. */
    public static void unauthorized(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        write(response, HttpStatus.UNAUTHORIZED, body(HttpStatus.UNAUTHORIZED));
    }

    /** Answers 429 to a client that fails too often, and ends the connection. */
    public static void tooManyFailures(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, "60");
        response.setHeader(HttpHeaders.CONNECTION, "close");
        write(response, HttpStatus.TOO_MANY_REQUESTS, body(HttpStatus.TOO_MANY_REQUESTS));
    }

    private static void write(HttpServletResponse response, HttpStatus status, byte[] body) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}

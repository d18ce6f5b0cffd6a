package io.tocsin.delivery.web;

import io.tocsin.metrics.RunningService;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a running service as its operator does.
 *
 * @param service what is asked
 */
public record OperatorClient(RunningService service) {

    public static final String AUTHORIZATION = "Basic "
            + Base64.getEncoder()
                    .encodeToString("operator:operator-password-of-the-test".getBytes(StandardCharsets.UTF_8));
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = service.request(path).header("Authorization", AUTHORIZATION);
        if (headers.length > 0) {
            request.headers(headers);
        }
        boolean empty = body.isEmpty();
        return service.send(request.method(method, empty ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    public HttpResponse<String> post(String path, String... headers) {
        return send("POST", path, "", headers);
    }

    /** The body of a 200. */
    public JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return read(answer);
    }

    public static JsonNode read(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }
}

package io.tocsin.metrics.events;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Receives the business events of the platform's projects; all events of a body are counted, or none. */
@Tag(name = "intake")
@RestController
@RequestMapping("/api/v1/events")
class EventsController {

    /** Of the draft "The Idempotency-Key HTTP Header Field" (IETF httpapi); accepted with and without its quotes. */
    static final String KEY = "Idempotency-Key";

    private static final Pattern KEY_RULE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final EventReader reader;
    private final EventMeters meters;
    private final IdempotencyKeys keys;
    private final JsonMapper json;
    private final int maxPayload;

    EventsController(
            EventReader reader, EventMeters meters, IdempotencyKeys keys, JsonMapper json, EventProperties properties) {
        this.reader = reader;
        this.meters = meters;
        this.keys = keys;
        this.json = json;
        this.maxPayload = (int) properties.maxPayload().toBytes();
    }

    @Operation(
            summary = "Counts users that registered",
            security = @SecurityRequirement(name = "token"),
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "One event or an array of them; count is 1 when absent",
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            examples = @ExampleObject("{\"count\": 1}"))))
    @PostMapping("/user-registrations")
    ResponseEntity<byte[]> registrations(HttpServletRequest request) {
        return take(request, reader::registrations, meters::registered);
    }

    @Operation(
            summary = "Adds up the volume of trades",
            security = @SecurityRequirement(name = "token"),
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "One event or an array of them",
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            examples =
                                                    @ExampleObject(
                                                            "{\"symbol\": \"BTC/USDT\", \"side\": \"buy\", \"volume\": \"0.5\"}"))))
    @PostMapping("/trades")
    ResponseEntity<byte[]> trades(HttpServletRequest request) {
        return take(request, reader::trades, meters::traded);
    }

    private <T> ResponseEntity<byte[]> take(
            HttpServletRequest request, Function<byte[], EventBatch<T>> read, Consumer<List<T>> count) {
        String key = request.getHeader(KEY);
        if (key != null && !KEY_RULE.matcher(key).matches()) {
            return problem(HttpStatus.BAD_REQUEST, KEY + " must be 1 to 255 printable ASCII characters", List.of());
        }
        try {
            byte[] body = request.getInputStream().readNBytes(maxPayload + 1);
            if (body.length > maxPayload) {
                return problem(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "the body is above tocsin.metrics.events.max-payload (" + maxPayload + " bytes)",
                        List.of());
            }
            EventBatch<T> batch = read.apply(body);
            return batch.violations().isEmpty()
                    ? counted(request.getRequestURI(), key, body, batch.events(), count)
                    : problem(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "nothing was counted: correct the events below and send all of them again",
                            batch.violations());
        } catch (JacksonException e) {
            return problem(HttpStatus.BAD_REQUEST, "the body is not JSON: " + e.getOriginalMessage(), List.of());
        } catch (IOException e) {
            return problem(HttpStatus.BAD_REQUEST, "the body broke off", List.of());
        }
    }

    private <T> ResponseEntity<byte[]> counted(
            String path, @Nullable String key, byte[] body, List<T> events, Consumer<List<T>> count) {
        IdempotencyKeys.Verdict verdict = IdempotencyKeys.Verdict.COUNTED;
        if (key == null) {
            count.accept(events);
        } else {
            verdict = keys.once(path + ' ' + unquoted(key), fingerprint(body), () -> count.accept(events));
        }
        if (verdict == IdempotencyKeys.Verdict.TAKEN) {
            return problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "nothing was counted: the " + KEY + " was used for another body",
                    List.of());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("events", events.size());
        answer.put("repeated", verdict == IdempotencyKeys.Verdict.REPEATED);
        return answer(HttpStatus.OK, MediaType.APPLICATION_JSON, answer);
    }

    private static String unquoted(String key) {
        boolean quoted = key.length() > 2 && key.startsWith("\"") && key.endsWith("\"");
        return quoted ? key.substring(1, key.length() - 1) : key;
    }

    private static String fingerprint(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Problem details, RFC 9457. */
    private ResponseEntity<byte[]> problem(HttpStatus status, String detail, List<Violation> violations) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", detail);
        if (!violations.isEmpty()) {
            body.put("errors", violations);
        }
        return answer(status, MediaType.APPLICATION_PROBLEM_JSON, body);
    }

    private ResponseEntity<byte[]> answer(HttpStatus status, MediaType type, Map<String, Object> body) {
        return ResponseEntity.status(status).contentType(type).body(json.writeValueAsBytes(body));
    }
}

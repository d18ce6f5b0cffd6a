package io.tocsin.intake.webhook;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.delivery.OutboxException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The address that Alertmanager and Grafana post to.
 *
 * <p>Neither the content type nor {@code Accept} matters. Prometheus posts to the longer path when this address is configured
 * as its Alertmanager; it gets the same answer, which says what to do.
 */
@Tag(name = "intake")
@RestController
class AlertmanagerWebhookController {

    private static final String PATH = "/webhooks/alertmanager";
    private static final String RETRY_SECONDS = "5";

    private final BodyReader bodies;
    private final AlertIntake intake;
    private final WebhookMeters meters;
    private final RefusalLog refusals;
    private final JsonMapper json;

    AlertmanagerWebhookController(
            BodyReader bodies, AlertIntake intake, WebhookMeters meters, RefusalLog refusals, JsonMapper json) {
        this.bodies = bodies;
        this.intake = intake;
        this.meters = meters;
        this.refusals = refusals;
        this.json = json;
    }

    @Operation(
            summary = "Takes a notification of Alertmanager (webhook version 4) or Grafana Alerting",
            security = @SecurityRequirement(name = "token"),
            requestBody =
                    @RequestBody(
                            required = true,
                            content = @Content(mediaType = "application/json", schema = @Schema(type = "object"))))
    @RequestMapping(
            path = {PATH, PATH + "/api/v2/alerts"},
            method = {RequestMethod.POST, RequestMethod.PUT})
    ResponseEntity<byte[]> receive(HttpServletRequest request) {
        WebhookAnswer answer = answer(request);
        meters.count(answer.outcome());
        return answer.outcome().status() == HttpStatus.OK ? accepted(answer) : problem(answer);
    }

    private WebhookAnswer answer(HttpServletRequest request) {
        try {
            WebhookAnswer answer = bodies.read(request, intake::accept);
            if (answer.outcome().status() != HttpStatus.OK) {
                refusals.refused(answer, null);
            }
            return answer;
        } catch (IOException e) {
            WebhookAnswer answer = unread(e);
            // Tomcat has already set 408 or 400 in the answer and accepts no other, except from the error page.
            request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
            request.setAttribute(
                    "io.tocsin.error.status", answer.outcome().status().value());
            return answer;
        } catch (OutboxException e) {
            return e.kind() == OutboxException.Kind.FULL
                    ? refused(WebhookOutcome.FULL, String.valueOf(e.getMessage()), null)
                    : refused(WebhookOutcome.UNAVAILABLE, "the outbox did not store it", e);
        } catch (RuntimeException e) {
            return refused(WebhookOutcome.UNAVAILABLE, "it was not stored because of a fault in Tocsin", e);
        }
    }

    /** A truncated or stalled body may be complete the next time; only one that Tomcat cannot decode never will be. */
    private WebhookAnswer unread(IOException fault) {
        return fault instanceof BadRequestException && !(fault instanceof ClientAbortException)
                ? refused(WebhookOutcome.INVALID, "the body is not formed as HTTP asks", null)
                : refused(WebhookOutcome.UNAVAILABLE, "the body broke off or did not come in time", null);
    }

    private WebhookAnswer refused(WebhookOutcome outcome, String detail, @Nullable RuntimeException cause) {
        WebhookAnswer answer = WebhookAnswer.of(outcome, detail);
        refusals.refused(answer, cause);
        return answer;
    }

    private ResponseEntity<byte[]> accepted(WebhookAnswer answer) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("outcome", answer.outcome().label());
        if (answer.notificationId() != null) {
            body.put("notificationId", answer.notificationId());
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(body));
    }

    /** Problem details, RFC 9457. */
    private ResponseEntity<byte[]> problem(WebhookAnswer answer) {
        HttpStatus status = answer.outcome().status();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", String.valueOf(answer.detail()));
        body.put("outcome", answer.outcome().label());
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return response.body(json.writeValueAsBytes(body));
    }
}

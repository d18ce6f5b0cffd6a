package io.tocsin.intake.webhook;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.intake.AlertProperties;
import io.tocsin.intake.MessagePreviews;
import io.tocsin.intake.RouteExplanation;
import io.tocsin.intake.RouteExplanations;
import io.tocsin.intake.UnreadablePayloadException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows an operator the message for a target, and which targets get it. */
@Tag(name = "targets")
@RestController
class PreviewController {

    private final MessagePreviews previews;
    private final RouteExplanations explanations;
    private final int maxPayload;

    PreviewController(MessagePreviews previews, RouteExplanations explanations, AlertProperties properties) {
        this.previews = previews;
        this.explanations = explanations;
        this.maxPayload = (int) properties.maxPayload().toBytes();
    }

    /**
     * The message for the target.
     *
     * @param target the target's name
     * @param message the message
     */
    record Preview(String target, RenderedMessage message) {}

    @Operation(
            summary = "Renders a webhook's body for a target, and sends nothing",
            requestBody =
                    @RequestBody(
                            description =
                                    "What Alertmanager or Grafana would post; without a body, a sample is rendered",
                            content = @Content(mediaType = "application/json", schema = @Schema(type = "object"))))
    @PostMapping("/api/v1/messages/preview")
    Preview preview(
            @Parameter(description = "The target's name") @RequestParam String target, HttpServletRequest request)
            throws IOException {
        byte[] body = body(request);
        try {
            return previews.preview(target, body.length == 0 ? null : body)
                    .map(message -> new Preview(target, message))
                    .orElseThrow(() ->
                            problem(HttpStatus.NOT_FOUND, "no target is configured under the name '" + target + "'"));
        } catch (UnreadablePayloadException e) {
            throw problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @Operation(
            summary =
                    "Explains which routes, targets and mentions an alert or a webhook's body would get, and sends nothing",
            requestBody =
                    @RequestBody(
                            required = true,
                            description =
                                    "Either labels (of one alert; status may be resolved), or what Alertmanager or Grafana"
                                            + " would post. Either may have at, the time at which it arrives",
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(type = "object"),
                                            examples =
                                                    @ExampleObject("{\"labels\": {\"severity\": \"critical\", \"team\":"
                                                            + " \"shop\"}}"))))
    @PostMapping("/api/v1/routes/explain")
    RouteExplanation explain(HttpServletRequest request) throws IOException {
        try {
            return explanations.explain(body(request));
        } catch (UnreadablePayloadException e) {
            throw problem(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(maxPayload + 1);
        if (body.length > maxPayload) {
            throw problem(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "the body is above tocsin.alert.max-payload (" + maxPayload + " bytes)");
        }
        return body;
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}

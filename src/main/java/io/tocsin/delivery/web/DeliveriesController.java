package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.audit.Caller;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.DeliveryFilter;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.resend.OperatorActions;
import io.tocsin.delivery.resend.ResendResult;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What was sent, or is to be sent. */
@Tag(name = "ledger")
@RestController
@RequestMapping(DeliveriesController.PATH)
class DeliveriesController {

    static final String PATH = "/api/v1/deliveries";

    private static final List<String> COLUMNS = List.of(
            "id",
            "target",
            "notification",
            "alertnames",
            "status",
            "severity",
            "state",
            "attempts",
            "created_at",
            "finished_at",
            "reason");

    private final Ledger ledger;
    private final OperatorActions actions;

    DeliveriesController(Ledger ledger, OperatorActions actions) {
        this.ledger = ledger;
        this.actions = actions;
    }

    /**
     * The result of a resend request.
     *
     * @param id the delivery to follow
     * @param repeated whether it had been requested already
     */
    record Queued(String id, boolean repeated) {}

    /** The parameters that select deliveries. */
    record Question(
            @Size(max = 2_000, message = "may have {max} characters") @Nullable String target,

            @Nullable DeliveryState state,

            @Parameter(description = "The id of a notification") @Nullable Long notification) {

        private DeliveryFilter filter(Window window) {
            return new DeliveryFilter(target, state, notification, window.start(), window.end());
        }
    }

    @Operation(summary = "Deliveries, newest first; of one notification, by target")
    @GetMapping
    LedgerPage<DeliveryView> list(
            @ParameterObject @Valid Question question,
            @ParameterObject @Valid Window window,
            @ParameterObject @Valid Paging paging) {
        return ledger.deliveries(question.filter(window), paging.cursor(), paging.size())
                .map(DeliveryView::of);
    }

    @Operation(summary = "Deliveries as CSV, newest first")
    @GetMapping("/export")
    void export(
            @ParameterObject @Valid Question question,
            @ParameterObject @Valid Window window,
            @ParameterObject @Valid ExportLimit limit,
            HttpServletResponse response)
            throws IOException {
        DeliveryFilter filter = question.filter(window);
        CsvExport.write(
                response,
                "deliveries.csv",
                COLUMNS,
                limit.rows(),
                (cursor, size) -> ledger.deliveries(filter, cursor, size),
                entry -> Arrays.asList(
                        entry.id(),
                        entry.id().target(),
                        entry.notificationId(),
                        String.join(" ", entry.summary().alertnames()),
                        entry.summary().status().name().toLowerCase(Locale.ROOT),
                        entry.summary().severity(),
                        entry.state(),
                        entry.attempts(),
                        entry.createdAt(),
                        entry.finishedAt(),
                        entry.reason()));
    }

    @Operation(summary = "One delivery with the attempts that failed")
    @GetMapping("/{id}")
    DeliveryDetail one(@PathVariable String id) {
        return ledger.delivery(id(id)).map(DeliveryDetail::of).orElseThrow(() -> unknown(id));
    }

    @Operation(
            summary = "Sends the content of a finished delivery again",
            description =
                    "Answers 202 with the new delivery, or 200 with the earlier one when it was requested already:"
                            + " with the same Idempotency-Key, within half a minute, or while the earlier one waits.")
    @PostMapping("/{id}/resend")
    ResponseEntity<Queued> resend(
            @PathVariable String id,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            HttpServletRequest request) {
        ResendResult result = actions.resend(id(id), IdempotencyKey.read(key), Caller.of(request));
        if (result instanceof ResendResult.Queued queued) {
            return accepted(queued.as());
        }
        if (result instanceof ResendResult.Repeated repeated) {
            return ResponseEntity.ok(new Queued(repeated.as().toString(), true));
        }
        throw refusal(id, result);
    }

    /** Answers 202 with the location of the delivery. */
    static ResponseEntity<Queued> accepted(DeliveryId id) {
        return ResponseEntity.accepted().location(URI.create(PATH + "/" + id)).body(new Queued(id.toString(), false));
    }

    private static ErrorResponseException refusal(String id, ResendResult result) {
        if (result instanceof ResendResult.StillPending) {
            return Problem.of(HttpStatus.CONFLICT, id + " is still pending and will be sent anyway");
        }
        if (result instanceof ResendResult.NotConfigured gone) {
            return Problem.of(HttpStatus.CONFLICT, "the target " + gone.target() + " is no longer configured");
        }
        return result instanceof ResendResult.Full
                ? Problem.unavailable("as many deliveries wait as tocsin.delivery.max-pending allows")
                : unknown(id);
    }

    private static DeliveryId id(String text) {
        return DeliveryId.parse(text).orElseThrow(() -> unknown(text));
    }

    private static ErrorResponseException unknown(String id) {
        return Problem.of(
                HttpStatus.NOT_FOUND,
                "there is no delivery '" + id + "', or it is older than tocsin.delivery.retention");
    }
}

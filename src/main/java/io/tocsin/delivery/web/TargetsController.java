package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.audit.Caller;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.maintenance.TargetReports;
import io.tocsin.delivery.resend.OperatorActions;
import io.tocsin.delivery.resend.OperatorActions.Decided;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The targets and their state. */
@Tag(name = "targets")
@RestController
@RequestMapping("/api/v1/targets")
class TargetsController {

    private final TargetReports reports;
    private final Fallbacks fallbacks;
    private final OperatorActions actions;

    TargetsController(TargetReports reports, Fallbacks fallbacks, OperatorActions actions) {
        this.reports = reports;
        this.fallbacks = fallbacks;
        this.actions = actions;
    }

    /**
     * All targets.
     *
     * @param sampledAt as of when
     * @param items the targets by name
     */
    record TargetList(Instant sampledAt, List<TargetView> items) {}

    /**
     * The result of resending the parked deliveries.
     *
     * @param target the target's name
     * @param resent how many are in the queue again
     * @param remaining how many are still parked; repeat the request to send more
     */
    record ResentParked(String target, int resent, long remaining) {}

    @Operation(summary = "All targets: configuration without secrets, and state")
    @GetMapping
    TargetList list() {
        TargetReports.Report report = reports.all();
        return new TargetList(
                report.sampledAt(),
                report.targets().stream()
                        .map(target -> TargetView.of(
                                target, fallbacks.of(target.name()).orElse(null), report.sampledAt()))
                        .toList());
    }

    @Operation(summary = "One target")
    @GetMapping("/{name}")
    TargetView one(@PathVariable String name) {
        return list().items().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    @Operation(
            summary = "Sends a test message",
            description =
                    "It goes through the queue like any other: answers 202, follow the delivery to see it arrive.")
    @PostMapping("/{name}/test")
    ResponseEntity<DeliveriesController.Queued> test(
            @PathVariable String name,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            HttpServletRequest request) {
        return actions.test(name, IdempotencyKey.read(key), Caller.of(request))
                .map(DeliveriesController::accepted)
                .orElseThrow(() -> unknown(name));
    }

    @Operation(
            summary = "Sends the parked deliveries again, oldest first",
            description = "Up to 10,000 at once, and as many as tocsin.delivery.max-pending leaves room for.")
    @PostMapping("/{name}/resend-parked")
    ResponseEntity<ResentParked> resendParked(@PathVariable String name, HttpServletRequest request) {
        return actions.resendParked(name, Caller.of(request))
                .map(outcome ->
                        ResponseEntity.accepted().body(new ResentParked(name, outcome.resent(), outcome.remaining())))
                .orElseThrow(() -> unknown(name));
    }

    /**
     * What was decided on the queue of a target that is no longer configured.
     *
     * @param target the removed target's name
     * @param ended how many of its deliveries have ended; repeat the request while its queue is not empty
     * @param sent how many of them were appended to the queue of the other target
     */
    record EndedQueue(String target, int ended, int sent) {}

    @Operation(
            summary = "Sends what waits for a removed target to another one",
            description = "Pending and parked deliveries, up to 10,000 at once. 409 while a target of this name is"
                    + " configured, here or at another replica.")
    @PostMapping("/{name}/send-elsewhere")
    EndedQueue sendElsewhere(@PathVariable String name, @RequestParam String to, HttpServletRequest request) {
        return ended(name, actions.sendElsewhere(name, to, Caller.of(request)));
    }

    @Operation(
            summary = "Discards what waits for a removed target",
            description = "Pending and parked deliveries, up to 10,000 at once; they stay in the history. 409 while a"
                    + " target of this name is configured, here or at another replica.")
    @PostMapping("/{name}/discard")
    EndedQueue discard(@PathVariable String name, HttpServletRequest request) {
        return ended(name, actions.discard(name, Caller.of(request)));
    }

    private static EndedQueue ended(String name, Decided decided) {
        if (decided instanceof Decided.Done done) {
            return new EndedQueue(name, done.ended(), done.sent());
        }
        if (decided instanceof Decided.Unknown unknown) {
            throw unknown(unknown.target());
        }
        if (decided instanceof Decided.Full) {
            throw Problem.unavailable("tocsin.delivery.max-pending deliveries wait already");
        }
        throw Problem.of(
                HttpStatus.CONFLICT,
                decided instanceof Decided.HeldByReplica
                        ? "another replica still has '" + name + "' configured, and sends to it"
                        : "'" + name + "' is configured: its deliveries are sent");
    }

    private static ErrorResponseException unknown(String name) {
        return Problem.of(HttpStatus.NOT_FOUND, "no target is configured under the name '" + name + "'");
    }
}

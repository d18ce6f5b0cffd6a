package io.tocsin.delivery.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.history.AlertGroupFilter;
import io.tocsin.delivery.history.AlertGroups;
import io.tocsin.delivery.history.AlertGroups.History;
import io.tocsin.delivery.history.LedgerPage;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The alert groups and their timelines. */
@Tag(name = "ledger")
@RestController
@RequestMapping("/api/v1/groups")
class GroupsController {

    private final AlertGroups groups;

    GroupsController(AlertGroups groups) {
        this.groups = groups;
    }

    /** The parameters that select groups. */
    record Question(
            @Parameter(description = "open is firing or stale")
            AlertGroupFilter.@Nullable Status status,

            @Size(max = 200, message = TOO_LONG) @Nullable String severity,

            @Size(max = 200, message = TOO_LONG) @Nullable String alertname,

            @Parameter(description = "A part of a name, of the key or of the receiver")
            @Size(max = 200, message = TOO_LONG) @Nullable String text) {

        private static final String TOO_LONG = "may have {max} characters";
    }

    /** The latest state of a group. */
    @Schema(name = "AlertGroup")
    record GroupView(
            String id,

            @Schema(
                    description = "stale: firing, and not repeated for tocsin.delivery.groups.stale-after",
                    allowableValues = {"firing", "stale", "resolved"})
            String state,

            @Schema(description = "since when it fires, or when it began to the last time, as far as is known")
            @Nullable Instant firingSince,

            Instant lastReceivedAt,

            @Schema(description = "the latest notification") long notificationId,
            List<String> alertnames,
            int otherNames,
            String severity,
            long firing,
            long resolved,
            String groupKey,
            String receiver) {

        private static GroupView of(AlertGroup group) {
            return new GroupView(
                    group.id(),
                    group.state().name().toLowerCase(Locale.ROOT),
                    group.firingSince(),
                    group.lastHeard(),
                    group.notificationId(),
                    group.summary().alertnames(),
                    group.summary().otherNames(),
                    group.summary().severity(),
                    group.summary().firing(),
                    group.summary().resolved(),
                    group.summary().groupKey(),
                    group.summary().receiver());
        }
    }

    /** One step of a group's timeline. */
    @Schema(name = "GroupStep")
    record Step(@JsonUnwrapped NotificationView notification, List<DeliveryView> deliveries) {}

    /** A group with its timeline, newest first. */
    @Schema(name = "AlertGroupHistory")
    record GroupHistory(
            @JsonUnwrapped GroupView group,
            List<Step> timeline,

            @Schema(description = "the cursor of the older steps; null at the end") @Nullable String next) {

        private static GroupHistory of(History history) {
            LedgerPage<Step> steps = history.moments()
                    .map(moment -> new Step(
                            NotificationView.of(moment.entry()),
                            moment.deliveries().stream().map(DeliveryView::of).toList()));
            return new GroupHistory(GroupView.of(history.group()), steps.items(), steps.next());
        }
    }

    @Operation(summary = "Alert groups, the most recently received first")
    @GetMapping
    LedgerPage<GroupView> list(@ParameterObject @Valid Question question, @ParameterObject @Valid Paging paging) {
        AlertGroupFilter filter =
                new AlertGroupFilter(question.status, question.severity, question.alertname, question.text);
        return groups.page(filter, paging.cursor(), paging.size()).map(GroupView::of);
    }

    @Operation(summary = "One alert group with its timeline: its notifications, newest first, with their deliveries")
    @GetMapping("/{id}")
    GroupHistory one(@PathVariable String id, @ParameterObject @Valid Paging paging) {
        return groups.history(id, paging.cursor(), paging.size())
                .map(GroupHistory::of)
                .orElseThrow(() -> Problem.of(
                        HttpStatus.NOT_FOUND,
                        "there is no group '" + id + "', or it is older than tocsin.delivery.retention"));
    }
}

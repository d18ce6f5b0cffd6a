package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.history.NotificationFilter;
import io.tocsin.web.InvalidParameterException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The notifications that arrived. */
@Tag(name = "ledger")
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationsController {

    private static final int MOST_MATCHERS = 5;

    private static final List<String> COLUMNS = List.of(
            "id",
            "received_at",
            "status",
            "alertnames",
            "severity",
            "firing",
            "resolved",
            "group",
            "group_key",
            "receiver");

    private final Ledger ledger;

    NotificationsController(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The parameters that select notifications. */
    record Question(
            @Parameter(schema = @Schema(allowableValues = {"firing", "resolved"})) @Nullable AlertStatus status,

            @Size(max = 2_000, message = TOO_LONG) @Nullable String alertname,

            @Parameter(
                    description = "Matchers for the labels of one alert, in Alertmanager's syntax, in at most 200"
                            + " characters; may be repeated, up to five in all",
                    example = "severity=\"critical\"")
            @Size(max = 20, message = "may have {max} values") List<@Size(max = 200, message = TOO_LONG) String> matcher,

            @Parameter(description = "The short id of a group")
            @Pattern(regexp = "[0-9a-z]{1,13}", message = "must be the group of a notification") @Nullable String group,

            @Parameter(description = "The sender's key of a group, whole, at any of its receivers")
            @Size(max = 2_000, message = TOO_LONG) @Nullable String groupKey,

            @Parameter(description = "The fingerprint of one of its alerts")
            @Size(max = 2_000, message = TOO_LONG) @Nullable String fingerprint) {

        private static final String TOO_LONG = "may have {max} characters";

        Question {
            matcher = notBlank(matcher);
        }

        private static List<String> notBlank(@Nullable List<String> given) {
            return given == null
                    ? List.of()
                    : given.stream().filter(StringUtils::hasText).toList();
        }

        private NotificationFilter filter(Window window) {
            return new NotificationFilter(
                    status, alertname, matchers(), groupId(), groupKey, fingerprint, window.start(), window.end());
        }

        /** Few and short: each is compiled, and evaluated on the alerts of many notifications. */
        private List<LabelMatcher> matchers() {
            List<LabelMatcher> matchers = new ArrayList<>();
            for (String text : matcher) {
                try {
                    matchers.addAll(LabelMatcher.parse(text));
                } catch (IllegalArgumentException wrong) {
                    throw new InvalidParameterException("matcher", "matcher: " + wrong.getMessage());
                }
            }
            if (matchers.size() > MOST_MATCHERS) {
                throw new InvalidParameterException(
                        "matcher", "matcher asks for more than " + MOST_MATCHERS + " labels");
            }
            return matchers;
        }

        private @Nullable String groupId() {
            if (groupKey != null && group != null) {
                throw new InvalidParameterException("group", "group selects less than groupKey: give one of them");
            }
            return group;
        }
    }

    @Operation(summary = "Notifications, newest first")
    @GetMapping
    LedgerPage<NotificationView> list(
            @ParameterObject @Valid Question question,
            @ParameterObject @Valid Window window,
            @ParameterObject @Valid Paging paging) {
        return ledger.notifications(question.filter(window), paging.cursor(), paging.size())
                .map(NotificationView::of);
    }

    @Operation(summary = "Notifications as CSV, newest first")
    @GetMapping("/export")
    void export(
            @ParameterObject @Valid Question question,
            @ParameterObject @Valid Window window,
            @ParameterObject @Valid ExportLimit limit,
            HttpServletResponse response)
            throws IOException {
        NotificationFilter filter = question.filter(window);
        CsvExport.write(
                response,
                "notifications.csv",
                COLUMNS,
                limit.rows(),
                (cursor, size) -> ledger.notifications(filter, cursor, size),
                entry -> List.of(
                        entry.id(),
                        entry.receivedAt(),
                        entry.summary().status().name().toLowerCase(Locale.ROOT),
                        String.join(" ", entry.summary().alertnames()),
                        entry.summary().severity(),
                        entry.summary().firing(),
                        entry.summary().resolved(),
                        entry.summary().group(),
                        entry.summary().groupKey(),
                        entry.summary().receiver()));
    }

    @Operation(summary = "One notification with its alerts and its deliveries")
    @GetMapping("/{id}")
    NotificationDetail one(@PathVariable long id) {
        return ledger.notification(id)
                .map(NotificationDetail::of)
                .orElseThrow(() -> Problem.of(
                        HttpStatus.NOT_FOUND,
                        "there is no notification " + id + ", or it is older than tocsin.delivery.retention"));
    }
}

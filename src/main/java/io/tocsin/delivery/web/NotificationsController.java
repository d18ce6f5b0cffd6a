package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.delivery.ShortHash;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.history.NotificationFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The notifications that arrived. */
@Tag(name = "ledger")
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationsController {

    private static final int LONGEST_MATCHER = 200;
    private static final int MOST_MATCHERS = 5;

    private final Ledger ledger;

    NotificationsController(Ledger ledger) {
        this.ledger = ledger;
    }

    @Operation(summary = "Notifications, newest first")
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(allowableValues = {"firing", "resolved"}))
    @Parameter(name = "alertname", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(
            name = "matcher",
            in = ParameterIn.QUERY,
            description =
                    "Matchers for the labels of one alert, in Alertmanager's syntax, in at most 200 characters; may be"
                            + " repeated, up to five in all",
            example = "severity=\"critical\"",
            array = @ArraySchema(schema = @Schema(type = "string")))
    @Parameter(
            name = "group",
            in = ParameterIn.QUERY,
            description = "The short id of a group",
            schema = @Schema(type = "string"))
    @Parameter(
            name = "groupKey",
            in = ParameterIn.QUERY,
            description = "The sender's key of a group, whole",
            schema = @Schema(type = "string"))
    @Parameter(
            name = "fingerprint",
            in = ParameterIn.QUERY,
            description = "The fingerprint of one of its alerts",
            schema = @Schema(type = "string"))
    @Window
    @Paging
    @GetMapping
    LedgerPage<NotificationView> list(HttpServletRequest request) {
        QueryParameters query = new QueryParameters(
                request, "status", "alertname", "matcher", "group", "groupKey", "fingerprint", "from", "to");
        NotificationFilter filter = new NotificationFilter(
                query.oneOf("status", AlertStatus.class),
                query.text("alertname"),
                matchers(query),
                group(query),
                query.text("fingerprint"),
                query.time("from"),
                query.time("to"));
        return ledger.notifications(filter, query.cursor(), query.limit()).map(NotificationView::of);
    }

    /** Few and short: each is compiled, and evaluated on the alerts of many notifications. */
    private static List<LabelMatcher> matchers(QueryParameters query) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (String text : query.texts("matcher")) {
            if (text.length() > LONGEST_MATCHER) {
                throw Problem.parameter("matcher", "is longer than " + LONGEST_MATCHER + " characters");
            }
            try {
                matchers.addAll(LabelMatcher.parse(text));
            } catch (IllegalArgumentException wrong) {
                throw Problem.parameter("matcher", String.valueOf(wrong.getMessage()));
            }
        }
        if (matchers.size() > MOST_MATCHERS) {
            throw Problem.parameter("matcher", "asks for more than " + MOST_MATCHERS + " labels");
        }
        return matchers;
    }

    private static @Nullable String group(QueryParameters query) {
        String key = query.text("groupKey");
        String group = query.text("group");
        if (key != null && group != null) {
            throw Problem.parameter("group", "is the same as groupKey: give one of them");
        }
        if (group != null && !group.matches("[0-9a-z]{1,13}")) {
            throw Problem.parameter("group", "must be the group of a notification");
        }
        return key == null ? group : ShortHash.text(key);
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

package io.tocsin.console;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.console.forms.BadParameterException;
import io.tocsin.console.forms.NoSuchPageException;
import io.tocsin.console.view.SeverityColor;
import io.tocsin.console.view.TimelineEvent;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.history.AlertGroupFilter;
import io.tocsin.delivery.history.AlertGroups;
import io.tocsin.delivery.history.AlertGroups.History;
import io.tocsin.delivery.history.AlertGroups.Moment;
import io.tocsin.delivery.history.LedgerPage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The alert groups, open and recent, and one of them with its history. */
@Controller
class AlertsPages {

    private static final int GROUPS = 50;
    private static final int MOMENTS = 20;
    /** Longer lists are available from the API. */
    private static final int MOST_ALERTS = 100;

    private final AlertGroups groups;
    private final CurrentAlerts current;

    AlertsPages(AlertGroups groups, CurrentAlerts current) {
        this.groups = groups;
        this.current = current;
    }

    /** A row of the list. */
    public record Line(AlertGroup group, String tone) {}

    /** The submitted search, shown in the form again. */
    public record Asked(String status, String severity, String alertname, String text) {

        boolean isAnything() {
            return !(status + severity + alertname + text).isEmpty();
        }
    }

    /** A moment of the history, and what happened. */
    public record Told(Moment moment, TimelineEvent kind) {}

    @GetMapping("/alerts")
    String list(
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String severity,
            @RequestParam(defaultValue = "") String alertname,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        Asked asked = new Asked(status.strip(), severity.strip(), alertname.strip(), text.strip());
        AlertGroupFilter filter = new AlertGroupFilter(
                states(asked.status()), given(asked.severity()), given(asked.alertname()), given(asked.text()));
        LedgerPage<AlertGroup> page = groups.page(filter, cursor, GROUPS);
        model.addAttribute("asked", asked);
        model.addAttribute("filtered", asked.isAnything());
        model.addAttribute("paged", cursor != null);
        model.addAttribute(
                "lines",
                page.map(group -> new Line(group, SeverityColor.of(group))).items());
        String next = page.next();
        if (next != null) {
            model.addAttribute("older", older(asked, next));
        }
        return "alerts";
    }

    private static AlertGroupFilter.@Nullable Status states(String status) {
        try {
            return status.isEmpty() ? null : AlertGroupFilter.Status.valueOf(status.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadParameterException("error.parameter", "status");
        }
    }

    private static @Nullable String given(String value) {
        return value.isEmpty() ? null : value;
    }

    private static String older(Asked asked, String cursor) {
        return UriComponentsBuilder.fromPath("/alerts")
                .queryParam("status", "{status}")
                .queryParam("severity", "{severity}")
                .queryParam("alertname", "{alertname}")
                .queryParam("text", "{text}")
                .queryParam("cursor", "{cursor}")
                .encode()
                .buildAndExpand(asked.status(), asked.severity(), asked.alertname(), asked.text(), cursor)
                .toUriString();
    }

    @GetMapping("/alerts/{id}")
    String group(@PathVariable String id, @RequestParam(required = false) @Nullable String cursor, Model model) {
        History history = groups.history(id, cursor, MOMENTS).orElseThrow(() -> new NoSuchPageException("alerts.gone"));
        Notification content = history.content();
        model.addAttribute("line", new Line(history.group(), SeverityColor.of(history.group())));
        model.addAttribute("paged", cursor != null);
        model.addAttribute("content", content);
        model.addAttribute("alerts", alerts(content));
        model.addAttribute("muted", current.muted(content));
        model.addAttribute(
                "moments",
                history.moments()
                        .map(moment -> new Told(moment, TimelineEvent.of(moment)))
                        .items());
        String next = history.moments().next();
        if (next != null) {
            model.addAttribute("older", next);
        }
        return "alert-group";
    }

    /** Firing ones first. */
    private static List<Alert> alerts(Notification content) {
        return content.alerts().stream()
                .sorted((a, b) ->
                        Boolean.compare(a.status() == AlertStatus.RESOLVED, b.status() == AlertStatus.RESOLVED))
                .limit(MOST_ALERTS)
                .toList();
    }
}

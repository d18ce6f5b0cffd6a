package io.tocsin.console;

import io.tocsin.check.CheckFigure;
import io.tocsin.check.CheckReport;
import io.tocsin.check.CheckReports;
import io.tocsin.console.view.SeverityColor;
import io.tocsin.console.view.Sparkline;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.history.AlertGroups;
import io.tocsin.delivery.maintenance.OutboxMonitor;
import io.tocsin.delivery.maintenance.TargetReports;
import io.tocsin.intake.WatchdogReports;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: component states, pending deliveries and open alerts. */
@Controller
class OverviewPage {

    /** More are on the page of alerts. */
    private static final int MOST_ALERTS = 12;

    private final CheckReports checks;
    private final TargetReports targets;
    private final AlertGroups groups;
    private final WatchdogReports watchdog;
    private final OutboxMonitor outbox;
    private final SetupAdvice setup;
    private final InstantSource clock;

    OverviewPage(
            CheckReports checks,
            TargetReports targets,
            AlertGroups groups,
            WatchdogReports watchdog,
            OutboxMonitor outbox,
            SetupAdvice setup,
            InstantSource clock) {
        this.checks = checks;
        this.targets = targets;
        this.groups = groups;
        this.watchdog = watchdog;
        this.outbox = outbox;
        this.setup = setup;
        this.clock = clock;
    }

    /** A figure with its sparkline. */
    public record Figure(CheckFigure figure, boolean exceeded, Sparkline line) {}

    /** A monitored component. */
    public record Card(CheckReport report, List<Figure> figures) {}

    /** An open alert group. */
    public record Open(AlertGroup group, String tone) {}

    /** How many open groups have a severity. */
    public record Count(String severity, String tone, long groups) {}

    /**
     * The page works without the store, as an operator needs it most then.
     *
     * @param known whether the alerts could be read
     */
    public record Alerts(boolean known, List<Count> counts, List<Open> first, int more) {}

    @GetMapping("/")
    String show(Model model) {
        List<CheckReport> reports = checks.all();
        TargetReports.Report delivery = targets.all();
        List<AlertGroup> open = List.of();
        boolean known = true;
        try {
            open = groups.open();
        } catch (DataAccessException e) {
            known = false;
        }
        String trouble = outbox.trouble();
        model.addAttribute(
                "state",
                OverallState.of(
                        clock.instant(),
                        !trouble.isEmpty() || !known,
                        reports,
                        delivery.targets(),
                        open,
                        watchdog.report()));
        model.addAttribute("trouble", trouble);
        model.addAttribute("cards", cards(reports));
        model.addAttribute("targets", delivery.targets());
        model.addAttribute("alerts", alerts(known, open));
        model.addAttribute("watchdog", watchdog.report());
        model.addAttribute("todos", setup.todos(reports));
        return "overview";
    }

    private List<Card> cards(List<CheckReport> reports) {
        Instant now = clock.instant();
        return reports.stream()
                .filter(report -> report.state() != CheckReport.State.OFF)
                .map(report -> new Card(
                        report,
                        report.figures().stream()
                                .map(figure ->
                                        new Figure(figure, exceeded(figure), Sparkline.of(figure, report.times(), now)))
                                .toList()))
                .toList();
    }

    private static boolean exceeded(CheckFigure figure) {
        Double limit = figure.limit();
        return limit != null && figure.isKnown() && figure.value() >= limit;
    }

    private static Alerts alerts(boolean known, List<AlertGroup> open) {
        Map<String, Long> counts = new LinkedHashMap<>();
        open.forEach(group -> counts.merge(group.summary().severity(), 1L, Long::sum));
        return new Alerts(
                known,
                counts.entrySet().stream()
                        .map(one -> new Count(one.getKey(), SeverityColor.of(one.getKey()), one.getValue()))
                        .toList(),
                open.stream()
                        .limit(MOST_ALERTS)
                        .map(group -> new Open(group, SeverityColor.of(group)))
                        .toList(),
                Math.max(0, open.size() - MOST_ALERTS));
    }
}

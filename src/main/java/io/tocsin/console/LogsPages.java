package io.tocsin.console;

import io.tocsin.console.forms.LogsForm;
import io.tocsin.console.forms.NoSuchPageException;
import io.tocsin.console.view.Chart;
import io.tocsin.console.view.Ui;
import io.tocsin.console.view.UiFactory;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogContext;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogSummary;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.query.LogQueries;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Errors by group and time, and single entries. */
@Controller
class LogsPages {

    private static final Logger log = LoggerFactory.getLogger(LogsPages.class);
    private static final int ENTRIES = 50;
    private static final int GROUPS = 12;
    private static final int AROUND = 15;
    private static final int TOP = 3;

    private final ObjectProvider<LogQueries> queries;
    private final LogsProperties properties;
    private final InstantSource clock;
    private final UiFactory uis;

    LogsPages(ObjectProvider<LogQueries> queries, LogsProperties properties, InstantSource clock, UiFactory uis) {
        this.queries = queries;
        this.properties = properties;
        this.clock = clock;
        this.uis = uis;
    }

    /**
     * The page of logs.
     *
     * @param configured whether an Elasticsearch is configured
     * @param form the submitted search
     * @param wrong why the search is invalid; null when it is valid
     * @param down why there is no answer now; null when there is one
     * @param summary counts and groups; null without an answer
     * @param timeline the errors over time; null without an answer
     * @param page the entries; null without an answer
     * @param next the address of the older entries; null when none are left
     * @param first the address of the newest entries; null when these are they
     */
    public record LogsView(
            boolean configured,
            LogsForm form,
            @Nullable String wrong,
            @Nullable String down,
            @Nullable LogSummary summary,
            @Nullable Chart timeline,
            @Nullable LogPage page,
            @Nullable String next,
            @Nullable String first) {}

    /**
     * One entry.
     *
     * @param context the entry and the entries around it; null without an answer
     * @param wrong why there is no such entry; null when there is one
     * @param down why there is no answer now; null when there is one
     * @param id the entry's
     * @param all whether other services' entries are shown too
     * @param search the query of the search to go back to
     */
    public record EntryView(
            @Nullable LogContext context,
            @Nullable String wrong,
            @Nullable String down,
            String id,
            boolean all,
            String search) {}

    @GetMapping("/logs")
    String logs(@RequestParam Map<String, String> parameters, HttpServletResponse response, Model model) {
        LogsForm form = LogsForm.of(parameters);
        String cursor = parameters.get("cursor");
        LogQueries available = queries.getIfAvailable();
        LogsView view;
        if (available == null) {
            view = new LogsView(false, form, null, null, null, null, null, null, null);
        } else {
            try {
                view = answered(available, form, cursor == null || cursor.isBlank() ? null : cursor);
            } catch (InvalidLogQueryException e) {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                view = new LogsView(true, form, e.getMessage(), null, null, null, null, null, null);
            } catch (LogsUnavailableException e) {
                response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
                view = new LogsView(true, form, null, e.getMessage(), null, null, null, null, null);
            }
        }
        model.addAttribute("view", view);
        return "logs";
    }

    private LogsView answered(LogQueries available, LogsForm form, @Nullable String cursor) {
        Instant now = clock.instant();
        List<String> errors = properties.errorLevels();
        LogSummary summary = available.summary(form.filter(errors, now), GROUPS);
        LogPage page = available.page(form.filter(form.levels(errors), now), ENTRIES, true, cursor);
        String next = page.next() == null ? null : form.address(page.range().to(), page.next());
        String first = cursor == null ? null : form.address(null, null);
        return new LogsView(true, form, null, null, summary, timeline(summary), page, next, first);
    }

    /** The largest error groups, for the page of an alert; nothing while there is no answer. */
    @GetMapping("/logs/top")
    String top(@RequestParam Map<String, String> parameters, Model model) {
        LogsForm form = LogsForm.of(parameters);
        LogQueries available = queries.getIfAvailable();
        List<LogSummary.ErrorGroup> groups = List.of();
        if (available != null && !form.service().isEmpty()) {
            try {
                groups = available
                        .summary(form.filter(properties.errorLevels(), clock.instant()), TOP)
                        .groups();
            } catch (InvalidLogQueryException | LogsUnavailableException none) {
                log.debug("No error groups for the page of an alert: {}", none.getMessage());
            }
        }
        model.addAttribute("form", form);
        model.addAttribute("groups", groups);
        return "logs-top";
    }

    /** Errors and warnings over time: other levels would hide them. */
    private Chart timeline(LogSummary summary) {
        List<LogSummary.Bucket> buckets = summary.timeline().buckets();
        List<String> errors = properties.errorLevels().stream()
                .map(level -> level.toUpperCase(Locale.ROOT))
                .toList();
        Ui ui = uis.current();
        return new Chart(
                buckets.stream().map(bucket -> bucket.start().getEpochSecond()).toList(),
                List.of(
                        series(ui.text("logs.errors"), buckets, "bad", bucket -> count(bucket, errors)),
                        series(
                                ui.text("logs.warnings"),
                                buckets,
                                "warn",
                                bucket -> count(bucket, List.of("WARN", "WARNING")))),
                "");
    }

    private static Chart.Series series(
            String name, List<LogSummary.Bucket> buckets, String tone, ToLongFunction<LogSummary.Bucket> count) {
        return new Chart.Series(
                name,
                buckets.stream()
                        .map(bucket -> (double) count.applyAsLong(bucket))
                        .toList(),
                tone);
    }

    private static long count(LogSummary.Bucket bucket, List<String> levels) {
        return bucket.levels().entrySet().stream()
                .filter(level -> levels.contains(level.getKey().toUpperCase(Locale.ROOT)))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @GetMapping("/logs/entry")
    String entry(
            @RequestParam(defaultValue = "") String id,
            @RequestParam(defaultValue = "") String scope,
            @RequestParam(defaultValue = "") String search,
            HttpServletResponse response,
            Model model) {
        LogQueries available = queries.getIfAvailable();
        if (available == null || id.isEmpty()) {
            throw new NoSuchPageException("error.nothing");
        }
        boolean all = scope.equals("all");
        EntryView view;
        try {
            view = new EntryView(available.context(id, AROUND, AROUND, all), null, null, id, all, search);
        } catch (InvalidLogQueryException e) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
            view = new EntryView(null, e.getMessage(), null, id, all, search);
        } catch (LogsUnavailableException e) {
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            view = new EntryView(null, null, e.getMessage(), id, all, search);
        }
        model.addAttribute("view", view);
        return "log";
    }
}

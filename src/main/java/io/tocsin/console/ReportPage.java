package io.tocsin.console;

import io.tocsin.console.forms.BadParameterException;
import io.tocsin.delivery.history.NoiseReports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The noisiest alerts of the last days, and how targets received them. */
@Controller
class ReportPage {

    /** The periods to choose from, in days. */
    private static final List<Integer> DAYS = List.of(1, 7, 30);

    private final NoiseReports reports;
    private final InstantSource clock;

    ReportPage(NoiseReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    @GetMapping("/reports")
    String noise(
            @RequestParam(defaultValue = "7") int days, @RequestParam(defaultValue = "") String matcher, Model model) {
        if (!DAYS.contains(days) || matcher.length() > 200) {
            throw new BadParameterException("error.parameter", DAYS.contains(days) ? "matcher" : "days");
        }
        Instant now = clock.instant();
        try {
            model.addAttribute("report", reports.of(now.minus(Duration.ofDays(days)), now, matcher));
        } catch (IllegalArgumentException wrong) {
            throw new BadParameterException("error.parameter", "matcher");
        }
        model.addAttribute("days", days);
        model.addAttribute("choices", DAYS);
        model.addAttribute("matcher", matcher);
        return "report";
    }
}

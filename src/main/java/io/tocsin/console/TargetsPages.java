package io.tocsin.console;

import io.tocsin.channel.Fallback;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.maintenance.TargetReport;
import io.tocsin.delivery.maintenance.TargetReports;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The targets, their configuration and their state. */
@Controller
class TargetsPages {

    private final TargetReports reports;
    private final Fallbacks fallbacks;

    TargetsPages(TargetReports reports, Fallbacks fallbacks) {
        this.reports = reports;
        this.fallbacks = fallbacks;
    }

    /**
     * One target.
     *
     * @param report its state
     * @param fallback its fallback; null for none
     * @param key identifies the request for a test message
     */
    public record TargetCard(TargetReport report, @Nullable Fallback fallback, String key) {}

    @GetMapping("/targets")
    String list(Model model) {
        TargetReports.Report all = reports.all();
        List<TargetCard> cards = all.targets().stream()
                .map(report -> new TargetCard(
                        report,
                        fallbacks.of(report.name()).orElse(null),
                        UUID.randomUUID().toString()))
                .toList();
        model.addAttribute("targets", cards).addAttribute("sampledAt", all.sampledAt());
        return "targets";
    }
}

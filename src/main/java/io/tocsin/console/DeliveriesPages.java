package io.tocsin.console;

import io.tocsin.alert.Alert;
import io.tocsin.channel.Targets;
import io.tocsin.console.forms.DeliveryForm;
import io.tocsin.console.forms.NoSuchPageException;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.history.AttemptFailure;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.maintenance.TargetReport;
import io.tocsin.delivery.maintenance.TargetReports;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The deliveries and their state. */
@Controller
class DeliveriesPages {

    private static final int ITEMS = 50;
    private static final int MOST_ALERTS = 100;

    private final Ledger ledger;
    private final TargetReports reports;
    private final Targets targets;
    private final InstantSource clock;

    DeliveriesPages(Ledger ledger, TargetReports reports, Targets targets, InstantSource clock) {
        this.ledger = ledger;
        this.reports = reports;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * The list.
     *
     * @param form the submitted search
     * @param items the deliveries, newest first
     * @param next the address of the older ones; null when none are left
     * @param first the address of the newest; null when this is it
     * @param targets the names to choose from
     * @param parked the targets among the selected ones that have parked deliveries
     */
    public record ListView(
            DeliveryForm form,
            List<DeliveryEntry> items,
            @Nullable String next,
            @Nullable String first,
            List<String> targets,
            List<TargetReport> parked) {}

    /**
     * One delivery.
     *
     * @param entry the delivery
     * @param failures its attempts that failed
     * @param alerts its alerts, the first hundred
     * @param more how many more alerts it has
     * @param configured whether its target is still configured
     * @param key identifies the request to send it again
     */
    public record DetailView(
            DeliveryEntry entry,
            List<AttemptFailure> failures,
            List<Alert> alerts,
            int more,
            boolean configured,
            String key) {}

    @GetMapping("/deliveries")
    String list(@RequestParam Map<String, String> parameters, Model model) {
        DeliveryForm form = DeliveryForm.of(parameters);
        String cursor = parameters.getOrDefault("cursor", "");
        LedgerPage<DeliveryEntry> page =
                ledger.deliveries(form.filter(clock.instant()), cursor.isEmpty() ? null : cursor, ITEMS);
        List<TargetReport> all = reports.all().targets();
        model.addAttribute(
                "list",
                new ListView(
                        form,
                        page.items(),
                        page.next() == null ? null : form.address(page.next()),
                        cursor.isEmpty() ? null : form.address(null),
                        all.stream().map(TargetReport::name).toList(),
                        all.stream()
                                .filter(report -> report.status().parked() > 0)
                                .filter(report ->
                                        form.target().isEmpty() || form.target().equals(report.name()))
                                .toList()));
        return "deliveries";
    }

    @GetMapping("/deliveries/{id}")
    String one(@PathVariable String id, Model model) {
        Ledger.DeliveryRecord found = DeliveryId.parse(id)
                .flatMap(ledger::delivery)
                .orElseThrow(() -> new NoSuchPageException("deliveries.unknown", id));
        DeliveryEntry entry = found.entry();
        List<Alert> alerts = alerts(entry);
        model.addAttribute(
                "detail",
                new DetailView(
                        entry,
                        found.failures(),
                        alerts.stream().limit(MOST_ALERTS).toList(),
                        Math.max(0, alerts.size() - MOST_ALERTS),
                        targets.names().contains(entry.id().target()),
                        UUID.randomUUID().toString()));
        return "delivery";
    }

    /** The delivery's alerts, which may be a part of its notification. */
    private List<Alert> alerts(DeliveryEntry entry) {
        List<Alert> all = ledger.notification(entry.notificationId())
                .map(record -> record.content().alerts())
                .orElse(List.of());
        List<Integer> indexes = entry.alertIndexes();
        return indexes == null
                ? all
                : IntStream.range(0, all.size())
                        .filter(indexes::contains)
                        .mapToObj(all::get)
                        .toList();
    }
}

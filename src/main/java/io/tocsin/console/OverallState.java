package io.tocsin.console;

import io.tocsin.alert.Severity;
import io.tocsin.check.CheckReport;
import io.tocsin.check.CheckReport.State;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.maintenance.TargetReport;
import io.tocsin.intake.WatchdogReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The overall state in one or a few sentences.
 *
 * @param tone {@code ok}, {@code warn} or {@code bad}
 * @param sentences the problems, the worst first; empty when there is none
 */
public record OverallState(String tone, List<Sentence> sentences) {

    /**
     * One problem.
     *
     * @param tone {@code warn} or {@code bad}
     * @param key of the message: {@code overview.state.} and this
     * @param arguments of the message
     * @param href where to see details
     */
    public record Sentence(String tone, String key, List<Object> arguments, String href) {}

    /** A delivery that is pending longer is not in progress, whatever its target's state. */
    private static final Duration LONG = Duration.ofMinutes(5);

    static OverallState of(
            Instant now,
            boolean storeInTrouble,
            List<CheckReport> checks,
            List<TargetReport> targets,
            List<AlertGroup> open,
            WatchdogReport watchdog) {
        List<Sentence> all = new ArrayList<>();
        if (storeInTrouble) {
            all.add(new Sentence("bad", "store", List.of(), "/health/ready"));
        }
        checks.stream()
                .filter(check -> check.state() == State.DOWN)
                .forEach(
                        check -> all.add(new Sentence("bad", "down." + check.id(), List.of(), "#check-" + check.id())));
        targets.stream()
                .filter(target -> target.state() == TargetReport.State.BLOCKED)
                .forEach(target -> all.add(new Sentence("bad", "blocked", List.of(target.name()), "#delivery")));
        if (targets.stream().allMatch(target -> target.target() == null)) {
            all.add(new Sentence("warn", "noTargets", List.of(), "#delivery"));
        }
        if (watchdog.alarm()) {
            all.add(new Sentence("bad", "watchdog", List.of(watchdog.alertname()), "#watchdog"));
        }
        alerts(all, open);
        targets.stream()
                .filter(target -> waits(target, now))
                .forEach(target -> all.add(new Sentence(
                        "warn",
                        "waiting",
                        List.of(target.name(), target.status().pending()),
                        "#delivery")));
        long parked =
                targets.stream().mapToLong(target -> target.status().parked()).sum();
        if (parked > 0) {
            all.add(new Sentence("warn", "parked", List.of(parked), "/deliveries?state=PARKED"));
        }
        boolean bad = all.stream().anyMatch(sentence -> sentence.tone().equals("bad"));
        return new OverallState(bad ? "bad" : all.isEmpty() ? "ok" : "warn", List.copyOf(all));
    }

    /** A blocked target has a sentence of its own. */
    private static boolean waits(TargetReport target, Instant now) {
        Instant oldest = target.status().oldestPending();
        return switch (target.state()) {
            case BLOCKED -> false;
            case THROTTLED -> target.status().pending() > 0;
            case HEALTHY -> oldest != null && oldest.isBefore(now.minus(LONG));
        };
    }

    private static void alerts(List<Sentence> all, List<AlertGroup> open) {
        long critical = open.stream()
                .filter(group -> Severity.isCritical(group.summary().severity()))
                .count();
        if (critical > 0) {
            all.add(new Sentence("bad", "critical", List.of(critical), "/alerts?status=open&severity=critical"));
        }
        if (open.size() > critical) {
            all.add(new Sentence("warn", "alerts", List.of(open.size() - critical), "/alerts?status=open"));
        }
    }
}

package io.tocsin.intake.routing;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Severity;
import io.tocsin.channel.Fallback;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.intake.IncomingNotification;
import io.tocsin.intake.RouteExplanation;
import io.tocsin.intake.RouteExplanation.Compared;
import io.tocsin.intake.RouteExplanation.FallbackStep;
import io.tocsin.intake.RouteExplanation.Tried;
import io.tocsin.intake.RouteExplanation.Verdict;
import io.tocsin.intake.RouteExplanation.WouldSend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows the router's decision, the one that deliveries are made from, to an operator. */
public final class RouteExplainer {

    private final AlertRouter router;
    private final Fallbacks fallbacks;

    RouteExplainer(AlertRouter router, Fallbacks fallbacks) {
        this.router = router;
        this.fallbacks = fallbacks;
    }

    /**
     * Explains a notification.
     *
     * @param news what is routed
     * @param watchdogAlerts how many Watchdog alerts were removed from it
     */
    public RouteExplanation explain(IncomingNotification news, int watchdogAlerts) {
        RoutingDecision decision = router.decide(news);
        return new RouteExplanation(
                news.receivedAt(),
                news.alerts().size(),
                news.truncatedAlerts(),
                watchdogAlerts,
                decision.cases().stream()
                        .limit(RouteExplanation.MOST_CASES)
                        .map(one -> explained(one, decision))
                        .toList(),
                Math.max(0, decision.cases().size() - RouteExplanation.MOST_CASES),
                deliveries(decision),
                decision.omitted());
    }

    private static RouteExplanation.Case explained(RoutingDecision.Case one, RoutingDecision decision) {
        IncomingNotification news = decision.notification();
        Set<Integer> matched =
                one.routes().stream().map(route -> route.shown().index()).collect(Collectors.toSet());
        boolean ended = one.routes().stream().anyMatch(route -> !route.continues());
        int last = matched.stream().mapToInt(Integer::intValue).max().orElse(-1);
        List<Tried> tried = new ArrayList<>();
        int unmatched = 0;
        for (Route route : decision.routes()) {
            int index = route.shown().index();
            if (matched.contains(index)) {
                tried.add(tried(route, Verdict.MATCHED, one.labels()));
            } else if (++unmatched <= RouteExplanation.MOST_ROUTES) {
                tried.add(tried(route, ended && index > last ? Verdict.NOT_TRIED : Verdict.NOT_MATCHED, one.labels()));
            }
        }
        String severity = severity(one.alerts().stream().map(news.alerts()::get));
        return new RouteExplanation.Case(
                one.alerts(),
                one.labels(),
                severity,
                Severity.level(severity),
                tried,
                Math.max(0, unmatched - RouteExplanation.MOST_ROUTES));
    }

    private static Tried tried(Route route, Verdict verdict, Map<String, String> labels) {
        List<String> texts = route.shown().matchers();
        List<Compared> compared = IntStream.range(0, texts.size())
                .mapToObj(i -> {
                    LabelMatcher matcher = route.matchers().get(i);
                    return new Compared(texts.get(i), labels.getOrDefault(matcher.name(), ""), matcher.matches(labels));
                })
                .toList();
        return new Tried(route.shown().index(), verdict, compared, route.shown().targets(), route.continues());
    }

    private List<WouldSend> deliveries(RoutingDecision decision) {
        Map<String, Target> targets =
                decision.targets().stream().collect(Collectors.toMap(Target::name, Function.identity()));
        Notification content = decision.notification().toContent();
        List<NewDelivery> deliveries = decision.deliveries();
        Set<String> reached = deliveries.stream().map(NewDelivery::target).collect(Collectors.toSet());
        List<WouldSend> shown = new ArrayList<>();
        for (NewDelivery delivery : deliveries) {
            Target target = Objects.requireNonNull(targets.get(delivery.target()));
            List<Integer> indexes = delivery.alertIndexes();
            Notification sent = indexes == null
                    ? content
                    : content.withAlerts(
                            indexes.stream().map(content.alerts()::get).toList());
            shown.add(new WouldSend(
                    target.name(),
                    target.channel().label(),
                    indexes,
                    severity(sent.alerts().stream()),
                    mentions(target.details(), sent),
                    chain(target.name(), sent, reached, targets)));
        }
        return shown;
    }

    private static List<String> mentions(@Nullable TargetDetails details, Notification sent) {
        return details == null
                ? List.of()
                : details.mentions().stream()
                        .filter(mention -> sent.fires(mention.matchers()))
                        .flatMap(mention -> mention.called().stream())
                        .distinct()
                        .toList();
    }

    /** Ends where the notification is already sent, since that target's own chain goes on from there. */
    private List<FallbackStep> chain(
            String start, Notification sent, Set<String> reached, Map<String, Target> targets) {
        List<FallbackStep> chain = new ArrayList<>();
        Set<String> having = new HashSet<>(reached);
        Optional<Fallback> next = fallbacks.of(start);
        while (next.isPresent()) {
            Fallback fallback = next.get();
            Target to = Objects.requireNonNull(targets.get(fallback.target()));
            boolean gets = having.add(to.name()) && (to.sendResolved() || sent.status() == AlertStatus.FIRING);
            chain.add(new FallbackStep(to.name(), fallback.after().toSeconds(), gets));
            next = gets ? fallbacks.of(to.name()) : Optional.empty();
        }
        return chain;
    }

    private static String severity(Stream<Alert> alerts) {
        return alerts.sorted(Alert.WORST_FIRST).map(Alert::severity).findFirst().orElse("");
    }
}

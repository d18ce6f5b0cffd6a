package io.tocsin.command;

import io.tocsin.intake.RouteExplanation;
import io.tocsin.intake.RouteExplanation.Compared;
import io.tocsin.intake.RouteExplanation.FallbackStep;
import io.tocsin.intake.RouteExplanation.Tried;
import io.tocsin.intake.RouteExplanation.WouldSend;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation as text for a terminal. */
final class ExplanationText {

    private ExplanationText() {}

    static String of(RouteExplanation explanation) {
        StringBuilder text = new StringBuilder();
        for (RouteExplanation.Case one : explanation.cases()) {
            text.append("alerts ").append(places(one.alerts())).append(", severity ");
            text.append(one.severity().isEmpty() ? "" : one.severity() + " = ");
            text.append(one.level().name().toLowerCase(Locale.ROOT)).append('\n');
            one.routes().forEach(route -> text.append(route(route)));
            more(text, one.moreRoutes(), "routes that did not match");
        }
        more(text, explanation.moreCases(), "kinds of alerts");
        if (explanation.watchdogAlerts() > 0) {
            text.append("Watchdog alerts, noted and not routed: ")
                    .append(explanation.watchdogAlerts())
                    .append('\n');
        }
        text.append(explanation.deliveries().isEmpty() ? "nothing would be sent\n" : "would be sent to\n");
        explanation.deliveries().forEach(delivery -> text.append(delivery(delivery)));
        if (!explanation.omitted().isEmpty()) {
            text.append("gets nothing\n");
            explanation
                    .omitted()
                    .forEach(omitted -> text.append("  ")
                            .append(omitted.target())
                            .append(
                                    switch (omitted.reason()) {
                                        case NO_ROUTE -> ": no route that matched leads there\n";
                                        case RESOLVED ->
                                            ": everything that goes there is resolved, and it has send-resolved: false\n";
                                    }));
        }
        return text.toString().stripTrailing();
    }

    private static String route(Tried route) {
        String verdict = switch (route.verdict()) {
            case MATCHED -> "matched      ";
            case NOT_MATCHED -> "did not match";
            case NOT_TRIED -> "not tried    ";
        };
        String matchers = route.matchers().isEmpty()
                ? "every alert"
                : route.matchers().stream().map(ExplanationText::compared).collect(Collectors.joining(", "));
        return "  route " + route.index() + "  " + verdict + "  " + matchers + " -> "
                + String.join(", ", route.targets()) + (route.continues() ? " (continue)" : "") + "\n";
    }

    private static String compared(Compared compared) {
        return compared.matcher() + (compared.matches() ? " yes" : " no") + " (\"" + compared.value() + "\")";
    }

    private static String delivery(WouldSend delivery) {
        String mentions = delivery.mentions().isEmpty() ? "" : ", mentions " + String.join(" ", delivery.mentions());
        String fallbacks = delivery.fallbacks().stream()
                .filter(FallbackStep::applies)
                .map(step -> ", after " + step.afterSeconds() + "s also to " + step.target())
                .collect(Collectors.joining());
        return "  " + delivery.target() + " (" + delivery.channel() + "): alerts " + places(delivery.alerts())
                + mentions + fallbacks + "\n";
    }

    /** As people count, from 1. */
    private static String places(@Nullable List<Integer> indexes) {
        return indexes == null || indexes.isEmpty()
                ? "all"
                : indexes.stream().map(index -> String.valueOf(index + 1)).collect(Collectors.joining(", "));
    }

    private static void more(StringBuilder text, int count, String what) {
        if (count > 0) {
            text.append("  and ").append(count).append(" more ").append(what).append('\n');
        }
    }
}

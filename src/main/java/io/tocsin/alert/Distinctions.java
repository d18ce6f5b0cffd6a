package io.tocsin.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Distinguishes alerts whose short lines would be equal, because name, severity, instance and summary are: sixty crashing pods
 * have their pod in a label only. It uses the differing labels, as few as needed, else that part of the description.
 */
public final class Distinctions {

    public static final int LONGEST = 80;
    private static final int MOST_LABELS = 3;
    private static final int LONGEST_COMPARED = 500;
    /** These distinguish everything and mean nothing to a reader; used when nothing else is left. */
    private static final Set<String> OPAQUE = Set.of("uid", "id", "container_id", "image_id", "pod_ip", "fingerprint");

    private static final Set<String> SHOWN = Set.of("alertname", "severity", "instance");

    private final IdentityHashMap<Alert, String> texts = new IdentityHashMap<>();

    private Distinctions() {}

    /** For the alerts of one message. */
    public static Distinctions among(List<Alert> alerts) {
        Distinctions distinctions = new Distinctions();
        alerts.stream()
                .collect(Collectors.groupingBy(Distinctions::line, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(distinctions::tellApart);
        return distinctions;
    }

    /** One line of at most 80 characters; empty when the alert's line is unique. */
    public String of(Alert alert) {
        return texts.getOrDefault(alert, "");
    }

    /** The maximum size of {@link #of} for the alert, whatever the other alerts. */
    public static String longest(Alert alert) {
        StringBuilder all = new StringBuilder();
        alert.labels().forEach((name, value) -> {
            if (!SHOWN.contains(name)) {
                all.append(name).append('=').append(Text.cut(value, LONGEST)).append(' ');
            }
        });
        // Characters of one byte in every mark-up, and those of up to three.
        long wide = all.chars().filter(c -> !isNarrow(c)).limit(LONGEST).count();
        return "汉".repeat((int) wide) + "x".repeat((int) (Math.min(LONGEST, all.length()) - wide));
    }

    private static boolean isNarrow(int c) {
        return c < 0x7F && (Character.isLetterOrDigit(c) || " .:/=-".indexOf(c) >= 0);
    }

    /** The fields of short lines; of a summary only as much as fits. */
    private static List<String> line(Alert alert) {
        return List.of(
                alert.status().name(),
                Text.cut(alert.name(), 60),
                value(alert, "severity"),
                value(alert, "instance"),
                Text.cut(summary(alert), 60));
    }

    private static String summary(Alert alert) {
        String summary = alert.annotations().getOrDefault("summary", "");
        return summary.isBlank() ? alert.annotations().getOrDefault("message", "") : summary;
    }

    private void tellApart(List<Alert> alike) {
        if (alike.size() < 2) {
            return;
        }
        List<String> labels = labels(alike);
        boolean enough = distinct(alike, labels) == alike.size();
        int shared = enough ? 0 : sharedStart(alike);
        for (Alert alert : alike) {
            List<String> parts = new ArrayList<>();
            labels.stream()
                    .filter(label -> !value(alert, label).isBlank())
                    .forEach(label -> parts.add(label + "=" + value(alert, label)));
            String description = alert.annotations().getOrDefault("description", "");
            if (!enough && description.length() > shared) {
                parts.add("…" + Text.cut(description.substring(shared), LONGEST));
            }
            texts.put(alert, Text.line(String.join(" ", parts), LONGEST));
        }
    }

    /** Each label that splits the groups left by the ones before it, those with most values first. */
    private static List<String> labels(List<Alert> alike) {
        Set<String> names = new TreeSet<>();
        alike.forEach(alert -> names.addAll(alert.labels().keySet()));
        names.removeIf(name -> name.startsWith("__"));
        Map<String, Integer> values = new HashMap<>();
        names.forEach(name -> values.put(name, distinct(alike, List.of(name))));
        List<String> candidates = names.stream()
                .filter(name -> values.getOrDefault(name, 0) > 1)
                .sorted(Comparator.comparing((String name) -> OPAQUE.contains(name))
                        .thenComparing(name -> -values.getOrDefault(name, 0))
                        .thenComparing(name -> length(alike, name)))
                .toList();
        List<String> chosen = new ArrayList<>();
        int parted = 1;
        for (String candidate : candidates) {
            if (parted == alike.size() || chosen.size() == MOST_LABELS) {
                break;
            }
            chosen.add(candidate);
            int now = distinct(alike, chosen);
            if (now == parted) {
                chosen.remove(candidate);
            }
            parted = now;
        }
        return chosen;
    }

    private static int distinct(List<Alert> alerts, List<String> labels) {
        Set<List<String>> values = new HashSet<>();
        alerts.forEach(alert ->
                values.add(labels.stream().map(label -> value(alert, label)).toList()));
        return values.size();
    }

    private static long length(List<Alert> alerts, String label) {
        return alerts.stream().mapToLong(alert -> value(alert, label).length()).sum();
    }

    private static String value(Alert alert, String label) {
        return Text.cut(alert.labels().getOrDefault(label, ""), LONGEST_COMPARED);
    }

    /** Where the descriptions start to differ, at the start of a word. */
    private static int sharedStart(List<Alert> alike) {
        String first = Text.cut(alike.get(0).annotations().getOrDefault("description", ""), 8_000);
        int shared = first.length();
        for (Alert alert : alike) {
            String other = alert.annotations().getOrDefault("description", "");
            int same = 0;
            while (same < Math.min(shared, other.length()) && first.charAt(same) == other.charAt(same)) {
                same++;
            }
            shared = same;
        }
        while (shared > 0 && !Character.isWhitespace(first.charAt(shared - 1))) {
            shared--;
        }
        return shared;
    }
}

package io.tocsin.channel.config;

import io.tocsin.ConfigurationException;
import io.tocsin.Reloadable;
import io.tocsin.channel.Fallback;
import io.tocsin.channel.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fallbacks of all targets; they may form chains, never circles. */
public class Fallbacks implements Reloadable<Fallbacks> {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private volatile SortedMap<String, Fallback> byTarget;

    /**
     * @param byTarget by the name of the target that has the fallback
     * @param targets all there are
     * @throws ConfigurationException when a fallback is unknown, too fast, or part of a cycle
     */
    public Fallbacks(Map<String, Fallback> byTarget, Collection<Target> targets) {
        this.byTarget = Collections.unmodifiableSortedMap(new TreeMap<>(byTarget));
        new Check(this.byTarget, targets.stream().collect(Collectors.toMap(Target::name, Function.identity()))).run();
    }

    @Override
    public void replaceBy(Fallbacks other) {
        byTarget = other.byTarget;
    }

    /** The names of the targets that have a fallback, in order. */
    public Collection<String> targets() {
        return List.copyOf(byTarget.keySet());
    }

    /** The fallback of a target. */
    public Optional<Fallback> of(String target) {
        return Optional.ofNullable(byTarget.get(target));
    }

    private record Check(SortedMap<String, Fallback> byTarget, Map<String, Target> targets) {

        void run() {
            byTarget.forEach(this::check);
            byTarget.keySet().forEach(this::checkForCircle);
        }

        private void check(String name, Fallback fallback) {
            if (fallback.target().isBlank()) {
                throw wrong(name, ".target", "is not set: name the target that takes over, one of " + others(name));
            }
            if (fallback.target().equals(name)) {
                throw wrong(name, ".target", "is the target itself: name another one, of " + others(name));
            }
            if (!targets.containsKey(fallback.target())) {
                throw wrong(
                        name,
                        ".target",
                        "'" + fallback.target() + "' is not configured: name another target, of " + others(name));
            }
            if (fallback.after().compareTo(SHORTEST) < 0) {
                throw wrong(name, ".after", "must be at least 1s, such as 5m");
            }
        }

        private void checkForCircle(String start) {
            List<String> chain = new ArrayList<>(List.of(start));
            Fallback next = byTarget.get(start);
            while (next != null) {
                boolean circle = chain.contains(next.target());
                chain.add(next.target());
                if (circle) {
                    throw wrong(
                            start,
                            ".target",
                            "leads back: " + String.join(" -> ", chain) + "; end the chain somewhere");
                }
                next = byTarget.get(next.target());
            }
        }

        private List<String> others(String name) {
            return targets.keySet().stream()
                    .filter(other -> !other.equals(name))
                    .sorted()
                    .toList();
        }

        private ConfigurationException wrong(String name, String setting, String what) {
            Target target = targets.get(name);
            String property = target == null
                    ? name
                    : TargetSettings.of(target.channel(), name).property();
            return new ConfigurationException(property + ".fallback" + setting + ": " + what);
        }
    }
}

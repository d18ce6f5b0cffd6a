package io.tocsin.channel;

import io.tocsin.ConfigurationException;
import io.tocsin.Reloadable;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** All configured targets, by name. */
@Component
public class Targets implements Reloadable<Targets> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private volatile SortedMap<String, Target> byName;

    /**
     * @throws ConfigurationException when two targets share a name, or a name is not usable
     */
    public Targets(List<TargetSource> sources) {
        this(sources, ConsoleLink.NONE);
    }

    /**
     * @throws ConfigurationException when two targets share a name, or a name is not usable
     */
    @Autowired
    Targets(List<TargetSource> sources, ConsoleLink console) {
        SortedMap<String, Target> found = new TreeMap<>();
        sources.stream()
                .flatMap(source -> source.targets().stream())
                .forEach(target -> add(target.with(console), found));
        byName = Collections.unmodifiableSortedMap(found);
    }

    private static void add(Target target, SortedMap<String, Target> byName) {
        if (!NAME.matcher(target.name()).matches()) {
            throw new ConfigurationException("'" + target.name() + "' under tocsin.channel." + label(target)
                    + " is not a target name: use up to 64 letters, digits, '_', '.' and '-'");
        }
        Target other = byName.putIfAbsent(target.name(), target);
        if (other != null) {
            throw new ConfigurationException("two targets are named '" + target.name() + "' (tocsin.channel."
                    + label(other) + " and tocsin.channel." + label(target) + "): rename one");
        }
    }

    private static String label(Target target) {
        return target.channel().label();
    }

    /** The targets in order of their names. */
    public Collection<Target> all() {
        return byName.values();
    }

    /** The target of this name. */
    public Optional<Target> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public void replaceBy(Targets other) {
        other.byName.forEach((name, target) -> {
            Target running = byName.get(name);
            if (running != null && running.channel() == target.channel()) {
                target.notifier().continueFrom(running.notifier());
            }
        });
        byName = other.byName;
    }

    /** The names in order. */
    public Set<String> names() {
        return byName.keySet();
    }
}

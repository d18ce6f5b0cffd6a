package io.tocsin.channel;

import io.tocsin.ConfigurationException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** All configured targets, by name. */
@Component
public class Targets {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private final ConsoleLink console;
    private final SortedMap<String, Target> byName = new TreeMap<>();

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
        this.console = console;
        sources.stream().flatMap(source -> source.targets().stream()).forEach(this::add);
    }

    private void add(Target target) {
        if (!NAME.matcher(target.name()).matches()) {
            throw new ConfigurationException("'" + target.name() + "' under tocsin.channel." + label(target)
                    + " is not a target name: use up to 64 letters, digits, '_', '.' and '-'");
        }
        Target other = byName.putIfAbsent(target.name(), target.with(console));
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
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The names in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }
}

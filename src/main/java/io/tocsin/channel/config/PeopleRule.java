package io.tocsin.channel.config;

import java.util.List;

/**
 * A mention rule of a channel that names people.
 *
 * @param <R> the rule itself
 */
public interface PeopleRule<R> {

    /** Alertmanager matchers; empty for every alert. */
    List<String> matchers();

    /** Names of persons and teams. */
    List<String> people();

    /** Labels whose values name persons or teams. */
    List<String> peopleLabels();

    /** Whether it calls somebody by an id of its own. */
    boolean hasIds();

    /** The rule with these matchers, calling these persons beside whom it calls by ids, and naming no people any longer. */
    R calling(List<String> matchers, List<People.Person> persons);

    /** The rule with these matchers, calling these persons alone. */
    R callingOnly(List<String> matchers, List<People.Person> persons);
}

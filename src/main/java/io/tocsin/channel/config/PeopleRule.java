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

    /** Whether it mentions anyone by an id of its own. */
    boolean hasIds();

    /** The rule with these matchers, with these persons added to its ids, and without names of people. */
    R calling(List<String> matchers, List<People.Person> persons);

    /** The rule with these matchers, calling these persons alone. */
    R callingOnly(List<String> matchers, List<People.Person> persons);
}

package io.tocsin.channel.config;

import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.LabelMatcher.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The persons and teams of mention rules and recipients; who a rule mentions is resolved at start, also when a label decides it. */
@Component
public final class People {

    /** Without people. */
    public static final People NONE = new People(new PeopleProperties(Map.of(), Map.of()));

    /** Who is meant by a name: a person alone, or the members of a team. */
    private final SortedMap<String, List<Person>> byName = new TreeMap<>();

    /** How a person is mentioned or reached in each channel; empty where not. */
    public record Person(
            Optional<String> mail,
            Optional<String> phone,
            Optional<String> dingtalk,
            Optional<String> feishu,
            Optional<String> wecom,
            Optional<String> slack) {

        private static Person of(PeopleProperties.Person person) {
            return new Person(
                    id(person.mail()),
                    id(person.phone()),
                    id(person.dingtalk()),
                    id(person.feishu()),
                    id(person.wecom()),
                    id(person.slack()));
        }

        private static Optional<String> id(@Nullable String text) {
            return Optional.ofNullable(text).map(String::strip).filter(id -> !id.isEmpty());
        }
    }

    /**
     * @throws io.tocsin.ConfigurationException when a team has the name of a person, or a member that there is
     *     not
     */
    @Autowired
    People(PeopleProperties properties) {
        properties.persons().forEach((name, person) -> byName.put(name, List.of(Person.of(person))));
        TargetSettings settings = new TargetSettings("tocsin.people.teams");
        Map<String, List<Person>> teams = new TreeMap<>();
        properties.teams().forEach((team, members) -> {
            if (byName.containsKey(team)) {
                throw settings.wrong(team, "is the name of a person as well: rename one of the two");
            }
            teams.put(
                    team,
                    members.stream()
                            .map(member -> person(member, team, settings))
                            .toList());
        });
        byName.putAll(teams);
    }

    private Person person(String name, String team, TargetSettings settings) {
        List<Person> known = byName.get(name);
        if (known == null) {
            throw settings.wrong(team, "names '" + name + "', who is not under tocsin.people.persons");
        }
        return known.get(0);
    }

    /**
     * The rules with ids in place of names. A rule that goes by a label becomes one for each name that the label may have.
     *
     * @throws io.tocsin.ConfigurationException when a rule names an unknown person
     */
    public <R extends PeopleRule<R>> List<R> resolve(List<R> rules, TargetSettings settings) {
        return rules.stream().flatMap(rule -> resolve(rule, settings)).toList();
    }

    private <R extends PeopleRule<R>> Stream<R> resolve(R rule, TargetSettings settings) {
        List<R> resolved = new ArrayList<>();
        List<Person> named = rule.people().stream()
                .flatMap(name -> named(name, "mentions", settings).stream())
                .distinct()
                .toList();
        if (rule.peopleLabels().isEmpty() || rule.hasIds() || !named.isEmpty()) {
            resolved.add(rule.calling(rule.matchers(), named));
        }
        for (String label : rule.peopleLabels()) {
            byName.forEach((name, persons) -> {
                String matcher = new LabelMatcher(label, Operator.EQUAL, name).toString();
                List<String> matchers = Stream.concat(rule.matchers().stream(), Stream.of(matcher))
                        .toList();
                R one = rule.callingOnly(matchers, persons);
                if (one.hasIds()) {
                    resolved.add(one);
                }
            });
        }
        return resolved.stream();
    }

    /**
     * The addresses of these persons and teams.
     *
     * @param setting which names them
     * @param kind of the address: mail or phone
     * @throws io.tocsin.ConfigurationException when a name is unknown, or one of them has no such address
     */
    public Stream<String> addresses(
            List<String> names,
            String setting,
            String kind,
            Function<Person, Optional<String>> address,
            TargetSettings settings) {
        return names.stream()
                .flatMap(name -> named(name, setting, settings).stream()
                        .map(person -> address.apply(person)
                                .orElseThrow(() -> settings.wrong(
                                        setting,
                                        "names '" + name + "' without a " + kind + " under tocsin.people.persons"))));
    }

    private List<Person> named(String name, String setting, TargetSettings settings) {
        List<Person> known = byName.get(name);
        if (known == null) {
            throw settings.wrong(
                    setting,
                    "names '" + name + "', who is neither under tocsin.people.persons nor under tocsin.people.teams");
        }
        return known;
    }
}

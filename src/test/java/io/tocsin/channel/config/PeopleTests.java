package io.tocsin.channel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.ChannelType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeopleTests {

    private static final TargetSettings SETTINGS = TargetSettings.of(ChannelType.SLACK, "ops");

    /** A rule that calls by Slack ids. */
    private record Rule(List<String> matchers, List<String> ids, List<String> people, List<String> peopleLabels)
            implements PeopleRule<Rule> {

        @Override
        public boolean hasIds() {
            return !ids.isEmpty();
        }

        @Override
        public Rule calling(List<String> rule, List<People.Person> persons) {
            List<String> all = Stream.concat(ids.stream(), persons.stream().flatMap(person -> person.slack().stream()))
                    .toList();
            return new Rule(rule, all, List.of(), List.of());
        }

        @Override
        public Rule callingOnly(List<String> rule, List<People.Person> persons) {
            return new Rule(rule, List.of(), List.of(), List.of()).calling(rule, persons);
        }
    }

    private static List<Rule> resolve(List<String> ids, List<String> people, List<String> labels) {
        return TestPeople.zhangAndLi().resolve(List.of(new Rule(List.of("a=b"), ids, people, labels)), SETTINGS);
    }

    @Test
    void a_rule_that_names_nobody_stays_as_it_is() {
        assertThat(resolve(List.of("U1"), List.of(), List.of()))
                .containsExactly(new Rule(List.of("a=b"), List.of("U1"), List.of(), List.of()));
    }

    @Test
    void persons_and_teams_are_called_beside_the_ids_of_the_rule() {
        assertThat(resolve(List.of("U1"), List.of("db"), List.of()))
                .containsExactly(new Rule(List.of("a=b"), List.of("U1", "U0ZHANG"), List.of(), List.of()));
        assertThat(resolve(List.of(), List.of("zhang", "db"), List.of()))
                .containsExactly(new Rule(List.of("a=b"), List.of("U0ZHANG"), List.of(), List.of()));
    }

    @Test
    void a_label_names_who_is_called_where_the_channel_knows_them() {
        assertThat(resolve(List.of("U1"), List.of(), List.of("owner")))
                .containsExactly(
                        new Rule(List.of("a=b"), List.of("U1"), List.of(), List.of()),
                        new Rule(List.of("a=b", "owner=\"db\""), List.of("U0ZHANG"), List.of(), List.of()),
                        new Rule(List.of("a=b", "owner=\"zhang\""), List.of("U0ZHANG"), List.of(), List.of()));
        assertThat(resolve(List.of(), List.of(), List.of("owner"))).hasSize(2);
    }

    @Test
    void persons_and_teams_are_recipients_at_their_mail_or_phone() {
        People people = TestPeople.zhangAndLi();
        assertThat(people.addresses(List.of("db"), "people", "phone", People.Person::phone, SETTINGS))
                .containsExactly("13800000001", "13800000002");
        assertThat(people.addresses(List.of("zhang"), "people", "mail", People.Person::mail, SETTINGS))
                .containsExactly("zhang@example.com");
        assertThatThrownBy(() -> people.addresses(List.of("db"), "people", "mail", People.Person::mail, SETTINGS)
                        .toList())
                .hasMessage("tocsin.channel.slack.ops.people: names 'db' without a mail under tocsin.people.persons");
        assertThatThrownBy(() -> people.addresses(List.of("wang"), "people", "mail", People.Person::mail, SETTINGS)
                        .toList())
                .hasMessageContaining("people: names 'wang', who is neither under");
    }

    @Test
    void a_name_that_nobody_has_is_a_mistake() {
        assertThatThrownBy(() -> resolve(List.of(), List.of("wang"), List.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("tocsin.channel.slack.ops.mentions: names 'wang', who is neither under"
                        + " tocsin.people.persons nor under tocsin.people.teams");
        assertThatThrownBy(() -> new People(new PeopleProperties(Map.of(), Map.of("db", List.of("wang")))))
                .hasMessage("tocsin.people.teams.db: names 'wang', who is not under tocsin.people.persons");
        PeopleProperties.Person nobody = new PeopleProperties.Person(null, null, null, null, null, null);
        assertThatThrownBy(() -> new People(new PeopleProperties(Map.of("db", nobody), Map.of("db", List.of()))))
                .hasMessage("tocsin.people.teams.db: is the name of a person as well: rename one of the two");
    }
}

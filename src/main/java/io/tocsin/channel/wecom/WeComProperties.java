package io.tocsin.channel.wecom;

import io.tocsin.channel.config.People.Person;
import io.tocsin.channel.config.PeopleRule;
import io.tocsin.channel.http.ConnectionSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The WeCom targets.
 *
 * @param wecom WeCom targets by name.
 */
@ConfigurationProperties("tocsin.channel")
record WeComProperties(@DefaultValue Map<String, Target> wecom) {

    /**
     * One robot of one group.
     *
     * @param webhookUrl Address of the robot with its key; a secret. Any http or https URL.
     * @param mentions Who is mentioned for which firing alerts.
     * @param locale Language of the messages: en or zh-CN.
     * @param timeZone Zone in which times are shown; the system's when not set.
     * @param rateLimit Messages per period, such as 18/m; none for no limit.
     * @param sendResolved Whether to also send groups in which nothing is firing.
     * @param timeout Limit for sending one message, 1s to 30s.
     * @param sslBundle Name of an SSL bundle (spring.ssl.bundle) with the authorities to trust and the client certificate; none
     *     for the system's, that of tocsin.channel.ssl-bundle when not set.
     * @param proxy HTTP proxy, http://proxy.example.com:3128 or http://user:password@proxy.example.com:3128, a secret; none for a
     *     direct connection, that of tocsin.channel.proxy when not set.
     */
    @ConfigurationPropertiesSource
    record Target(
            @Nullable String webhookUrl,
            @DefaultValue List<MentionRule> mentions,
            @DefaultValue("en") Locale locale,
            @Nullable ZoneId timeZone,
            @DefaultValue("18/m") String rateLimit,
            @DefaultValue("true") boolean sendResolved,
            @DefaultValue("10s") Duration timeout,
            @Nullable String sslBundle,
            @Nullable String proxy)
            implements ConnectionSettings {

        /** Without URL, numbers and ids. */
        @Override
        public String toString() {
            return "WeCom target (" + locale.toLanguageTag() + ", " + rateLimit + ")";
        }
    }

    /**
     * Who is mentioned when an alert fires that fulfils the matchers.
     *
     * @param matchers Alertmanager matchers that an alert must all fulfil; none for every alert.
     * @param userIds User ids of group members, mentioned in the message.
     * @param mobiles Mobile numbers of group members, mentioned in one more message.
     * @param all Whether everybody is mentioned, in one more message.
     * @param people Persons and teams under tocsin.people who are mentioned as well.
     * @param peopleLabels Labels, such as owner, that name a person or team under tocsin.people to mention.
     */
    @ConfigurationPropertiesSource
    record MentionRule(
            @DefaultValue List<String> matchers,
            @DefaultValue List<String> userIds,
            @DefaultValue List<String> mobiles,
            @DefaultValue("false") boolean all,
            @DefaultValue List<String> people,
            @DefaultValue List<String> peopleLabels)
            implements PeopleRule<MentionRule> {

        @Override
        public boolean hasIds() {
            return all || !userIds.isEmpty() || !mobiles.isEmpty();
        }

        @Override
        public MentionRule calling(List<String> rule, List<Person> persons) {
            return new MentionRule(
                    rule,
                    Stream.concat(userIds.stream(), persons.stream().flatMap(person -> person.wecom().stream()))
                            .toList(),
                    Stream.concat(
                                    mobiles.stream(),
                                    persons.stream()
                                            .filter(person -> person.wecom().isEmpty())
                                            .flatMap(person -> person.phone().stream()))
                            .toList(),
                    all,
                    List.of(),
                    List.of());
        }

        @Override
        public MentionRule callingOnly(List<String> rule, List<Person> persons) {
            return new MentionRule(rule, List.of(), List.of(), false, List.of(), List.of()).calling(rule, persons);
        }

        /** Without numbers and ids. */
        @Override
        public String toString() {
            return "mention rule " + matchers;
        }
    }
}

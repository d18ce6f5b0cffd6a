package io.tocsin.channel.slack;

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
 * The Slack targets.
 *
 * @param slack Slack targets by name.
 */
@ConfigurationProperties("tocsin.channel")
record SlackProperties(@DefaultValue Map<String, Target> slack) {

    /**
     * One incoming webhook, or one channel that an app posts to.
     *
     * @param webhookUrl Address of the incoming webhook; a secret. Any http or https URL. Either this or token and channel.
     * @param token Bot token of a Slack app with the scope chat:write, xoxb-...; a secret.
     * @param channel Channel that the app posts to: its id, such as C0123456789, or its name.
     * @param apiUrl Where the app finds the Web API; https://slack.com/api when not set. Any http or https URL.
     * @param mentions Who is mentioned for which firing alerts.
     * @param locale Language of the messages: en or zh-CN.
     * @param timeZone Zone in which times are shown; the system's when not set.
     * @param rateLimit Messages per period, such as 5/5s or 1/s; none for no limit. When not set 5/5s for a webhook, 4/5s
     *     for an app.
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
            @Nullable String token,
            @Nullable String channel,
            @Nullable String apiUrl,
            @DefaultValue List<MentionRule> mentions,
            @DefaultValue("en") Locale locale,
            @Nullable ZoneId timeZone,
            @Nullable String rateLimit,
            @DefaultValue("true") boolean sendResolved,
            @DefaultValue("10s") Duration timeout,
            @Nullable String sslBundle,
            @Nullable String proxy)
            implements ConnectionSettings {

        /** Whether an app posts, and no webhook. */
        boolean isApp() {
            return isSet(token) || isSet(channel) || isSet(apiUrl);
        }

        boolean isWebhook() {
            return isSet(webhookUrl);
        }

        private static boolean isSet(@Nullable String text) {
            return text != null && !text.isBlank();
        }

        /** Without the URLs and the token, which are secrets. */
        @Override
        public String toString() {
            return "Slack target (" + locale.toLanguageTag() + ", " + (isApp() ? "app" : "webhook") + ")";
        }
    }

    /**
     * Who is mentioned when an alert fires that fulfils the matchers.
     *
     * @param matchers Alertmanager matchers that an alert must all fulfil; none for every alert.
     * @param users Member ids, such as U012AB3CD.
     * @param groups Ids of user groups, such as S012AB3CD.
     * @param here Whether everybody in the channel who is active is mentioned.
     * @param channel Whether everybody in the channel is mentioned.
     * @param people Persons and teams under tocsin.people who are mentioned as well.
     * @param peopleLabels Labels, such as owner, that name a person or team under tocsin.people to mention.
     */
    @ConfigurationPropertiesSource
    record MentionRule(
            @DefaultValue List<String> matchers,
            @DefaultValue List<String> users,
            @DefaultValue List<String> groups,
            @DefaultValue("false") boolean here,
            @DefaultValue("false") boolean channel,
            @DefaultValue List<String> people,
            @DefaultValue List<String> peopleLabels)
            implements PeopleRule<MentionRule> {

        @Override
        public boolean hasIds() {
            return here || channel || !users.isEmpty() || !groups.isEmpty();
        }

        @Override
        public MentionRule calling(List<String> rule, List<Person> persons) {
            return new MentionRule(
                    rule,
                    Stream.concat(users.stream(), persons.stream().flatMap(person -> person.slack().stream()))
                            .toList(),
                    groups,
                    here,
                    channel,
                    List.of(),
                    List.of());
        }

        @Override
        public MentionRule callingOnly(List<String> rule, List<Person> persons) {
            return new MentionRule(rule, List.of(), List.of(), false, false, List.of(), List.of())
                    .calling(rule, persons);
        }
    }
}

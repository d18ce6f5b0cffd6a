package io.tocsin.channel.email;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The email targets; the mail server is named under {@code spring.mail}.
 *
 * @param email Email targets by name.
 */
@ConfigurationProperties("tocsin.channel")
record EmailProperties(@DefaultValue Map<String, Target> email) {

    /**
     * One list of recipients.
     *
     * @param to Who receives, 1 to 100 addresses; each gets a mail of its own.
     * @param people Persons and teams under tocsin.people who receive as well, at their mail.
     * @param from The sender, such as Tocsin &lt;tocsin@example.com&gt;.
     * @param locale Language of the messages: en or zh-CN.
     * @param timeZone Zone in which times are shown; the system's when not set.
     * @param rateLimit Messages per period, such as 30/m; none for no limit.
     * @param sendResolved Whether to also send groups in which nothing is firing.
     * @param timeout Limit for sending one message to all recipients together, 1s to 30s; less than
     *     tocsin.delivery.attempt-timeout.
     */
    @ConfigurationPropertiesSource
    record Target(
            @DefaultValue List<String> to,
            @DefaultValue List<String> people,
            @DefaultValue("") String from,
            @DefaultValue("en") Locale locale,
            @Nullable ZoneId timeZone,
            @DefaultValue("none") String rateLimit,
            @DefaultValue("true") boolean sendResolved,
            @DefaultValue("25s") Duration timeout) {

        /** Without the addresses. */
        @Override
        public String toString() {
            return "Email target (" + to.size() + " recipients, " + locale.toLanguageTag() + ", " + rateLimit + ")";
        }
    }
}

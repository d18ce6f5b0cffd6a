package io.tocsin.security;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call what. Every password and token has at least 8 characters.
 *
 * @param webhookToken the token of the webhooks' callers, as a bearer token or as the password of HTTP basic with any user
 *     name; a generated one is kept beside the store when it is unset
 * @param eventsToken the token of projects that report business events, in the same ways; a generated one is kept beside the
 *     store when it is unset
 * @param scrapeToken the token of scrapes, in the same ways; open to all when it is unset
 * @param operator the first operator, which always exists
 * @param operators more operators, by user name
 * @param authFailuresPerMinute how many wrong credentials an address may send within a minute. Beyond that, wrong tokens of
 *     events and metrics are answered 429, and an operator's password is checked only after a second's delay; counted
 *     separately for HTTP basic, the form, events and metrics. A valid token is never refused.
 * @param sessionLifetime after how long a session of the console ends even if it is used; the idle timeout is {@code
 *     server.servlet.session.timeout}
 * @param sessionsPerOperator how many sessions of the console an operator may have at once, in this process; one more ends the
 *     one that was idle longest
 */
@ConfigurationProperties("tocsin.security")
record TocsinSecurityProperties(
        @Nullable String webhookToken,
        @Nullable String eventsToken,
        @Nullable String scrapeToken,
        @DefaultValue Operator operator,
        @DefaultValue Map<String, NamedOperator> operators,
        @DefaultValue("60") int authFailuresPerMinute,
        @DefaultValue("12h") Duration sessionLifetime,
        @DefaultValue("10") int sessionsPerOperator) {

    /**
     * The first operator.
     *
     * @param username the user name, without a colon (HTTP basic ends it there)
     * @param password the password; a generated one is kept beside the store when it is unset
     * @param role viewer (reads) or operator (acts as well)
     */
    record Operator(
            @DefaultValue("operator") String username,
            @Nullable String password,
            @DefaultValue("operator") Role role) {

        @Override
        public String toString() {
            return "Operator[" + username + ", " + role + "]";
        }
    }

    /**
     * Another operator.
     *
     * @param password the password
     * @param role viewer (reads) or operator (acts as well)
     */
    @ConfigurationPropertiesSource
    record NamedOperator(
            @Nullable String password,
            @DefaultValue("viewer") Role role) {

        @Override
        public String toString() {
            return "NamedOperator[" + role + "]";
        }
    }

    @Override
    public String toString() {
        return "TocsinSecurityProperties[" + operator + ", " + operators + "]";
    }
}

package io.tocsin.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call what.
 *
 * @param webhookToken what a caller of the webhooks presents, as a bearer token or as the password of HTTP basic with any user
 *     name; one is generated and printed at start when it is unset
 * @param eventsToken what a project that reports business events presents, in the same ways; one is generated and printed at
 *     start when it is unset
 * @param scrapeToken what a caller of the metrics presents, in the same ways; open to all when it is unset
 * @param operator the operator's HTTP basic credentials
 * @param authFailuresPerMinute how many wrong credentials an address may show within a minute before it is answered 429
 *     (never at the webhook, and never in place of the answer to right ones) and before the form to sign in takes none, right or
 *     wrong; counted apart for the operator, for events and for metrics
 */
@ConfigurationProperties("tocsin.security")
record TocsinSecurityProperties(
        @Nullable String webhookToken,
        @Nullable String eventsToken,
        @Nullable String scrapeToken,
        @DefaultValue Operator operator,
        @DefaultValue("60") int authFailuresPerMinute) {

    /**
     * The operator.
     *
     * @param username the user name, without a colon (HTTP basic ends it there)
     * @param password the password; one is generated and printed at start when it is unset
     */
    record Operator(
            @DefaultValue("operator") String username,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Operator[" + username + "]";
        }
    }

    @Override
    public String toString() {
        return "TocsinSecurityProperties[" + operator + "]";
    }
}

package io.tocsin.channel.webhook;

import io.tocsin.channel.http.ConnectionSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JsonPointer;

/**
 * The webhook targets.
 *
 * @param webhook Webhook targets by name.
 */
@ConfigurationProperties("tocsin.channel")
record WebhookProperties(@DefaultValue Map<String, Target> webhook) {

    /** The HTTP method. */
    enum Method {
        POST,
        PUT
    }

    /**
     * One receiver.
     *
     * @param url Address to send to, used as it is; kept as a secret. Any http or https URL.
     * @param method HTTP method: POST or PUT.
     * @param headers Further headers, such as Authorization; the values are kept as secrets.
     * @param username User name for HTTP basic authentication.
     * @param password Its password.
     * @param bearerToken Token for the header Authorization.
     * @param hmacSecret Secret by which timestamp and body are signed (HMAC with SHA-256).
     * @param sslBundle Name of an SSL bundle (spring.ssl.bundle) with the authorities to trust and the client certificate; none
     *     for the system's, that of tocsin.channel.ssl-bundle when not set.
     * @param proxy HTTP proxy, http://proxy.example.com:3128 or http://user:password@proxy.example.com:3128, a secret; none for a
     *     direct connection, that of tocsin.channel.proxy when not set.
     * @param body Where the template of the body is that takes the place of the built-in one, such as
     *     classpath:templates/webhook/teams.ftl or file:/etc/tocsin/ticket.ftl.
     * @param secrets Values that the template names as {{name}}, such as keys.
     * @param digests Whether what waits may be merged into one body.
     * @param maxSize The most that a body may take, 1KB to 1MB.
     * @param success Which answers say that the message was taken; every 2xx when not set.
     * @param throttledWhen Which answers ask for fewer messages, beside status 429.
     * @param retryAfter JSON pointer to the seconds that an answer asks to wait, such as /parameters/retry_after.
     * @param refusedWhen Which answers refuse the message itself; status 400 and 422 when not set.
     * @param locale Language of the messages: en or zh-CN.
     * @param timeZone Zone in which times are shown; the system's when not set.
     * @param rateLimit Messages per period, such as 1/s; none for no limit.
     * @param sendResolved Whether to also send groups in which nothing is firing.
     * @param timeout Limit for sending one message, 1s to 30s.
     */
    @ConfigurationPropertiesSource
    record Target(
            @Nullable String url,
            @DefaultValue("POST") Method method,
            @DefaultValue Map<String, String> headers,
            @Nullable String username,
            @DefaultValue("") String password,
            @Nullable String bearerToken,
            @DefaultValue("") String hmacSecret,
            @Nullable String sslBundle,
            @Nullable String proxy,
            @Nullable Resource body,
            @DefaultValue Map<String, String> secrets,
            @DefaultValue("true") boolean digests,
            @DefaultValue("64KB") DataSize maxSize,
            @DefaultValue Rule success,
            @DefaultValue Rule throttledWhen,
            @Nullable JsonPointer retryAfter,
            @Nullable Rule refusedWhen,
            @DefaultValue("en") Locale locale,
            @Nullable ZoneId timeZone,
            @DefaultValue("1/s") String rateLimit,
            @DefaultValue("true") boolean sendResolved,
            @DefaultValue("10s") Duration timeout)
            implements ConnectionSettings {

        /** A secret that no other target may have: where a message goes, and as who. */
        String address() {
            return url + headers + username + bearerToken + secrets;
        }

        /** Without URL, headers, secrets and body. */
        @Override
        public String toString() {
            return "webhook target (" + method + ", " + rateLimit + ")";
        }
    }

    /**
     * Which answers are meant.
     *
     * @param status HTTP statuses.
     * @param pointer JSON pointer to a value of the answer, such as /code.
     * @param equals Values that it may have.
     */
    record Rule(
            @DefaultValue List<Integer> status,
            @DefaultValue("") JsonPointer pointer,
            @DefaultValue List<String> equals) {}
}

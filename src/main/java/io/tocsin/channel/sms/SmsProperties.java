package io.tocsin.channel.sms;

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

/**
 * The SMS targets.
 *
 * @param sms SMS targets by name.
 */
@ConfigurationProperties("tocsin.channel")
record SmsProperties(@DefaultValue Map<String, Target> sms) {

    /**
     * Telephones that are written to through Alibaba Cloud SMS.
     *
     * @param accessKeyId AccessKey ID of a RAM user that may call dysms:SendSms and dysms:QuerySendDetails; a secret.
     * @param accessKeySecret AccessKey secret of that user; a secret.
     * @param signName Approved SMS signature, without brackets.
     * @param templateCode Code of the approved notification template, such as SMS_123456789.
     * @param templateParameters What goes into each variable of the template: text with {status}, {count}, {title}, {name},
     *     {severity}, {summary}, {instance}, {started}, {delivery} or {labels.NAME}. When not set, the variables are
     *     status, count, name, severity, instance and started, with what their names say.
     * @param maxVariableLength Characters that a variable may have, 5 to 500; 35 unless the provider has agreed to more.
     * @param phoneNumbers Telephone numbers, one to twenty with those of people, such as 13800000000 or +1-202-555-0100.
     * @param people Persons and teams under tocsin.people who receive as well, at their phone.
     * @param endpoint Where the service is; https://dysmsapi.aliyuncs.com when not set. Any http or https URL without a path.
     * @param locale Language of the status and the times: en or zh-CN.
     * @param timeZone Zone in which times are shown; the system's when not set.
     * @param rateLimit Messages to all numbers per period, such as 10/h; none for no limit.
     * @param sendResolved Whether to also send groups in which nothing is firing.
     * @param timeout Limit for sending one message to all numbers, 1s to 30s.
     * @param sslBundle Name of an SSL bundle (spring.ssl.bundle) with the authorities to trust and the client certificate; none
     *     for the system's, that of tocsin.channel.ssl-bundle when not set.
     * @param proxy HTTP proxy, http://proxy.example.com:3128 or http://user:password@proxy.example.com:3128, a secret; none for a
     *     direct connection, that of tocsin.channel.proxy when not set.
     */
    @ConfigurationPropertiesSource
    record Target(
            @Nullable String accessKeyId,
            @Nullable String accessKeySecret,
            @DefaultValue("") String signName,
            @DefaultValue("") String templateCode,
            @DefaultValue Map<String, String> templateParameters,
            @DefaultValue("35") int maxVariableLength,
            @DefaultValue List<String> phoneNumbers,
            @DefaultValue List<String> people,
            @Nullable String endpoint,
            @DefaultValue("zh-CN") Locale locale,
            @Nullable ZoneId timeZone,
            @DefaultValue("10/h") String rateLimit,
            @DefaultValue("true") boolean sendResolved,
            @DefaultValue("10s") Duration timeout,
            @Nullable String sslBundle,
            @Nullable String proxy)
            implements ConnectionSettings {

        /** Without keys and numbers. */
        @Override
        public String toString() {
            return "SMS target (" + templateCode + ", " + rateLimit + ")";
        }
    }
}

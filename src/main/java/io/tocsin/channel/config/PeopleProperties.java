package io.tocsin.channel.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * People that mention rules of any channel and recipients of email and SMS refer to, each configured once.
 *
 * @param persons Persons by name.
 * @param teams Names of persons by the name of their team.
 */
@ConfigurationProperties("tocsin.people")
record PeopleProperties(
        @DefaultValue Map<String, Person> persons,
        @DefaultValue Map<String, List<String>> teams) {

    /**
     * How a person is mentioned; nowhere where nothing is set.
     *
     * @param mail Email address.
     * @param phone Mobile number; for SMS, and for DingTalk and WeCom, when they have no id.
     * @param dingtalk DingTalk user id.
     * @param feishu Feishu open id, ou_..., or user id.
     * @param wecom WeCom user id.
     * @param slack Slack member id, such as U012AB3CD.
     */
    @ConfigurationPropertiesSource
    record Person(
            @Nullable String mail,
            @Nullable String phone,
            @Nullable String dingtalk,
            @Nullable String feishu,
            @Nullable String wecom,
            @Nullable String slack) {

        /** Without number and ids. */
        @Override
        public String toString() {
            return "person";
        }
    }
}

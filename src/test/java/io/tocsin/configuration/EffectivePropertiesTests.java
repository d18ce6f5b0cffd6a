package io.tocsin.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class EffectivePropertiesTests {

    private static EffectiveProperties of(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        ConfigurationPropertySources.attach(environment);
        return EffectiveProperties.of(environment);
    }

    @Test
    void the_hash_is_of_what_a_reload_applies_with_the_values_of_placeholders() {
        String hash = of(Map.of("tocsin.channel.slack.a.webhook-url", "${url}", "url", "x"))
                .hash();
        assertThat(of(Map.of("tocsin.channel.slack.a.webhookUrl", "x", "server.port", "1"))
                        .hash())
                .isEqualTo(hash);
        assertThat(of(Map.of("tocsin.channel.slack.a.webhook-url", "${url}", "url", "y"))
                        .hash())
                .isNotEqualTo(hash)
                .doesNotContain("y}");
    }

    @Test
    void a_random_value_is_the_same_each_time() {
        Map<String, Object> properties = Map.of("tocsin.people.persons.a.slack", "${random.uuid}");
        assertThat(of(properties).hash()).isEqualTo(of(properties).hash());
    }

    @Test
    void only_names_are_told_of_what_needs_a_restart() {
        EffectiveProperties before = of(Map.of("tocsin.delivery.max-age", "1h", "tocsin.security.webhook-token", "s"));
        EffectiveProperties after = of(Map.of(
                "tocsin.security.webhook-token",
                "t",
                "tocsin.channel.templates.directory",
                "x",
                "tocsin.alert.routes[0].targets",
                "a"));
        assertThat(after.needRestart(before))
                .isEqualTo(List.of(
                        "tocsin.channel.templates.directory",
                        "tocsin.delivery.max-age",
                        "tocsin.security.webhook-token"));
    }
}

package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ConfigurationException;
import io.tocsin.intake.webhook.IntakeServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is refused at the start, with the reason and without the secret. */
class SecuritySettingsTests {

    private static Operators operators(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("tocsin.security.operator.password", "operator-password"));
        for (String setting : settings) {
            String[] pair = setting.split("=", 2);
            all.put(pair[0], pair[1]);
        }
        return new Operators(
                new Binder(new MapConfigurationPropertySource(all))
                        .bindOrCreate("tocsin.security", TocsinSecurityProperties.class),
                new GeneratedSecrets(Path.of("target")));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void a_short_token_stops_the_start_with_the_reason(CapturedOutput output) {
        assertThatThrownBy(() -> IntakeServer.start("tocsin.security.webhook-token=Sh0rt-5")
                        .close())
                .hasRootCauseInstanceOf(ConfigurationException.class);
        assertThat(output)
                .contains(
                        "APPLICATION FAILED TO START",
                        "tocsin.security.webhook-token has 7 characters: it can be guessed. It needs at least 8",
                        "Correct the setting and start again.")
                .doesNotContain("Sh0rt-5");
    }

    @Test
    void eight_characters_are_enough_and_an_emoji_is_one() {
        assertThatCode(() -> SharedSecret.configured("Eight-ch", "a.token")).doesNotThrowAnyException();
        assertThatThrownBy(() -> SharedSecret.configured("Seven-🔔", "a.token"))
                .hasMessageStartingWith("a.token has 7 characters");
        assertThat(SharedSecret.configured(" ", "a.token")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "tocsin.security.operator.password=short, tocsin.security.operator.password has 5 characters",
        "tocsin.security.operators.alice.password=short, tocsin.security.operators.alice.password has 5 characters",
        "tocsin.security.operators.alice.role=operator, tocsin.security.operators.alice.password is not set: alice could not sign in.",
        "tocsin.security.operators.operator.password=another-password, there is another operator named operator.",
        "tocsin.security.operator.username=a:b, tocsin.security.operator.username: a user name has 1 to 64 characters",
        "tocsin.security.session-lifetime=0s, tocsin.security.session-lifetime must be at least a second",
        "tocsin.security.sessions-per-operator=0, tocsin.security.sessions-per-operator must be at least 1"
    })
    void what_cannot_work_is_refused(String setting, String says) {
        assertThatThrownBy(() -> operators(setting))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(says)
                .hasMessageNotContaining("short");
    }

    @Test
    void a_role_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> operators("tocsin.security.operator.role=admin"))
                .hasRootCauseMessage("No enum constant io.tocsin.security.Role.admin");
    }
}

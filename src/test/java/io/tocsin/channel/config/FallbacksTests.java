package io.tocsin.channel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Fallback;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FallbacksTests {

    private static final List<Target> TARGETS = Stream.of("a", "b", "C.c")
            .map(name -> new Target(
                    name,
                    name.equals("a") ? ChannelType.DINGTALK : ChannelType.EMAIL,
                    null,
                    true,
                    message -> SendResult.delivered()))
            .toList();

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(FallbackConfiguration.class)
            .withBean(Targets.class, () -> new Targets(List.of(() -> TARGETS)));

    private static Fallback to(String target) {
        return new Fallback(target, Duration.ofMinutes(5));
    }

    private static void assertMistake(Map<String, Fallback> fallbacks, String message) {
        assertThatThrownBy(() -> new Fallbacks(fallbacks, TARGETS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void a_fallback_is_a_setting_of_a_target_of_any_channel() {
        context.withPropertyValues(
                        "tocsin.channel.dingtalk.a.webhook-url=https://example.com/robot",
                        "tocsin.channel.dingtalk.a.fallback.target=b",
                        "tocsin.channel.email[C.c].fallback.target=b",
                        "tocsin.channel.email[C.c].fallback.after=90s",
                        "tocsin.channel.email.b.from=tocsin@example.com")
                .run(started -> {
                    Fallbacks fallbacks = started.getBean(Fallbacks.class);
                    assertThat(fallbacks.of("a")).contains(new Fallback("b", Duration.ofMinutes(5)));
                    assertThat(fallbacks.of("C.c")).contains(new Fallback("b", Duration.ofSeconds(90)));
                    assertThat(fallbacks.of("b")).isEmpty();
                });
    }

    @Test
    void other_settings_below_the_channels_are_none_of_its_business() {
        context.withPropertyValues("tocsin.channel.templates.directory=templates")
                .run(started -> assertThat(started).hasNotFailed());
    }

    @Test
    void a_chain_is_allowed_and_a_circle_is_not() {
        new Fallbacks(Map.of("a", to("b"), "b", to("C.c")), TARGETS);
        assertMistake(
                Map.of("a", to("b"), "b", to("C.c"), "C.c", to("a")),
                "tocsin.channel.email.C.c.fallback.target: leads back: C.c -> a -> b -> C.c; end the chain somewhere");
    }

    @Test
    void mistakes_are_refused_with_what_to_do() {
        assertMistake(
                Map.of("a", to("a")),
                "tocsin.channel.dingtalk.a.fallback.target: is the target itself: name another one, of [C.c, b]");
        assertMistake(
                Map.of("a", to("bb")),
                "tocsin.channel.dingtalk.a.fallback.target: 'bb' is not configured: name another target, of [C.c, b]");
        assertMistake(
                Map.of("a", to("")),
                "tocsin.channel.dingtalk.a.fallback.target: is not set: name the target that takes over, one of"
                        + " [C.c, b]");
        assertMistake(
                Map.of("b", new Fallback("a", Duration.ofMillis(999))),
                "tocsin.channel.email.b.fallback.after: must be at least 1s, such as 5m");
    }
}

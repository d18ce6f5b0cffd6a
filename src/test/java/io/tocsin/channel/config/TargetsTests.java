package io.tocsin.channel.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTests {

    private static TargetSource source(ChannelType channel, String... names) {
        List<Target> targets = List.of(names).stream()
                .map(name -> new Target(name, channel, null, true, message -> SendResult.delivered()))
                .toList();
        return () -> targets;
    }

    @Test
    void targets_of_all_channels_stand_in_the_order_of_their_names() {
        Targets targets = new Targets(
                List.of(source(ChannelType.SLACK, "ops-slack", "dev.slack"), source(ChannelType.EMAIL, "ops-mail")));
        assertThat(targets.names()).containsExactly("dev.slack", "ops-mail", "ops-slack");
        assertThat(targets.all()).extracting(Target::name).containsExactlyElementsOf(targets.names());
    }

    @Test
    void two_targets_of_one_name_are_refused() {
        assertThatThrownBy(() ->
                        new Targets(List.of(source(ChannelType.SLACK, "oncall"), source(ChannelType.EMAIL, "oncall"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "two targets are named 'oncall' (tocsin.channel.slack and tocsin.channel.email): rename one");
    }

    @Test
    void a_name_that_cannot_stand_in_a_path_is_refused() {
        assertThatThrownBy(() -> new Targets(List.of(source(ChannelType.SLACK, "on call"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tocsin.channel.slack");
    }

    @Test
    void a_mistake_says_what_to_do() {
        ConfigurationException mistake =
                TargetSettings.of(ChannelType.SLACK, "ops").wrong("timeout", "must be 1s to 30s");
        assertThat(mistake.getMessage()).isEqualTo("tocsin.channel.slack.ops.timeout: must be 1s to 30s");
        assertThat(mistake.action()).isNotEmpty();
    }
}

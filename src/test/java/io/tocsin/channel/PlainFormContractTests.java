package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TemplatePart;
import io.tocsin.channel.template.TestTemplates;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every channel that posts to a webhook when its own form of a message fails or is refused. */
public abstract class PlainFormContractTests extends NotifierContractTests {

    protected abstract WebhookStandIn standIn();

    /** Sends to the URL, within {@link #LIMIT}. */
    protected abstract Notifier notifierTo(URI url, MessageTemplates templates);

    /** The part that makes the body. */
    protected abstract TemplatePart template();

    /** The JSON of the plain form of {@link #boom()}. */
    protected abstract String plainForm();

    private static final JsonMapper JSON = JsonMapper.builder().build();
    protected static final MessageTemplates BUILT_IN = MessageTemplates.builtIn();

    protected final MeterRegistry meters = new SimpleMeterRegistry();

    private static boolean warm;

    /** The first message of a process takes far longer than the limit is meant for. */
    @BeforeEach
    void warmUp() {
        if (!warm) {
            notifier().send(sample());
            standIn().reset();
            warm = true;
        }
    }

    protected final Notifier notifierTo(URI url) {
        return notifierTo(url, BUILT_IN);
    }

    /** An answer by which the provider refuses the form of a message. */
    protected abstract StandInAnswer refusal();

    @Test
    void no_message_is_ever_refused_in_its_full_form() {
        List<Message> messages = Stream.concat(
                        Stream.of(Samples.huge(), Samples.hostile(), Samples.message(List.of(), 0)),
                        LongStream.range(0, 200).mapToObj(Samples::random))
                .toList();
        for (Message message : messages) {
            recover();
            assertThat(notifier().send(message)).isEqualTo(SendResult.delivered());
            assertThat(standIn().requests()).as(message.deliveryId()).isEqualTo(1);
        }
    }

    @Test
    void a_refused_message_is_sent_once_more_in_its_plain_form() {
        standIn().answerNext(1, refusal());

        assertThat(notifier().send(sample())).isEqualTo(SendResult.delivered());

        assertThat(standIn().requests()).isEqualTo(2);
        assertThat(received())
                .singleElement()
                .asString()
                .contains("[FIRING] 2 alerts", "oncall-42")
                .doesNotContain("http");
    }

    /** An alert for which the templates below fail. */
    private static Message boom() {
        return Samples.message(Samples.alert(
                MessageStatus.FIRING, Map.of("alertname", "Boom", "severity", "critical", "instance", "a1"), Map.of()));
    }

    private double renderFailures() {
        return meters.get("tocsin.render.failures")
                .tag("channel", template().file().replaceFirst("/.*", ""))
                .counter()
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${nothing.like.this}",
                "${alert.name?number}",
                "<#stop alert.name>",
                "<#list 1.. as n></#list>",
                "<#list 1.. as n>endless</#list>",
                "<#macro again><@again/></#macro><@again/>"
            })
    void a_template_that_fails_does_not_lose_the_alert(String fault) {
        MessageTemplates templates = TestTemplates.with(
                template(),
                "<#list full + lines as alert><#if alert.name == 'Boom'>" + fault + "</#if></#list>${delivery}");

        assertThat(notifierTo(standIn().webhookUrl(), templates).send(boom())).isEqualTo(SendResult.delivered());

        assertThat(standIn().requests()).isEqualTo(1);
        assertThat(JSON.readTree(received().get(0))).isEqualTo(JSON.readTree(plainForm()));
        assertThat(renderFailures()).isEqualTo(1);
    }

    @Test
    void a_refused_form_is_followed_by_the_plain_form_once_and_counted() {
        standIn().answerNext(1, refusal());

        assertThat(notifier().send(boom())).isEqualTo(SendResult.delivered());

        assertThat(standIn().requests()).isEqualTo(2);
        assertThat(JSON.readTree(received().get(0))).isEqualTo(JSON.readTree(plainForm()));
        assertThat(renderFailures()).isEqualTo(1);
    }

    @Test
    void a_template_of_ones_own_is_used() {
        MessageTemplates templates = TestTemplates.with(template(), "mine: ${counts}\n\n${deliveryId}");

        assertThat(notifierTo(standIn().webhookUrl(), templates).send(sample())).isEqualTo(SendResult.delivered());

        assertThat(received()).singleElement().asString().contains("mine: 1 firing, 1 resolved");
        assertThat(renderFailures()).isZero();
    }

    @Test
    void a_message_whose_plain_form_is_refused_as_well_is_rejected() {
        standIn().answerNext(3, refusal());

        assertThat(notifier().send(sample())).isInstanceOf(Rejected.class);

        assertThat(standIn().requests()).isEqualTo(2);
    }

    @Test
    void a_refused_message_does_not_block_the_target_when_its_plain_form_fails_a_check_that_the_full_one_passed() {
        standIn().answerNext(1, refusal());
        standIn().answerNext(1, StandInAnswer.of(403, "no key word"));

        assertThat(notifier().send(sample())).isInstanceOf(Rejected.class);
    }

    @Test
    void a_message_that_cannot_be_rendered_goes_out_in_the_plain_form() {
        MessageAlert broken = new MessageAlert(
                MessageStatus.FIRING, Map.of("alertname", "Broken"), Map.of(), null, null, null, null, null, "");

        assertThat(notifier().send(Samples.message(broken))).isEqualTo(SendResult.delivered());

        assertThat(received()).singleElement().asString().contains("FIRING Broken", "oncall-42");
    }
}

package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.http.WebhookNotifierContractTests;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TestTemplates;
import io.tocsin.channel.template.model.TemplatePart;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every channel that posts what a template made. */
public abstract class TemplatedNotifierContractTests extends WebhookNotifierContractTests {

    /** Sends to the URL, within {@link #LIMIT}. */
    protected abstract Notifier notifierTo(URI url, MessageTemplates templates);

    /** The part that makes the body. */
    protected abstract TemplatePart template();

    /** The JSON of the plain form of {@link #boom()}. */
    protected abstract String plainForm();

    private static final JsonMapper JSON = JsonMapper.builder().build();
    protected static final MessageTemplates BUILT_IN = MessageTemplates.builtIn();

    protected final MeterRegistry meters = new SimpleMeterRegistry();

    @Override
    protected Notifier notifierTo(URI url) {
        return notifierTo(url, BUILT_IN);
    }

    /** An alert for which the templates below fail. */
    private static Message boom() {
        return Samples.message(Samples.alert(
                AlertStatus.FIRING, Map.of("alertname", "Boom", "severity", "critical", "instance", "a1"), Map.of()));
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
                "<#list full + lines as alert>${alert.name}<#if alert.name == 'Boom'>" + fault + "</#if> </#list>"
                        + "${more} ${delivery}");

        assertThat(notifierTo(standIn().webhookUrl(), templates).send(boom())).isEqualTo(SendResult.delivered());

        assertThat(standIn().requests()).isEqualTo(1);
        assertThat(JSON.readTree(received().get(0))).isEqualTo(JSON.readTree(plainForm()));
        assertThat(renderFailures()).isEqualTo(1);
    }

    @Test
    void a_refused_form_is_followed_by_the_plain_form_once_and_counted() {
        standIn().answerNext(1, refusal());

        assertThat(notifier().send(boom())).isEqualTo(new Delivered(2));

        assertThat(standIn().requests()).isEqualTo(2);
        assertThat(JSON.readTree(received().get(0))).isEqualTo(JSON.readTree(plainForm()));
        assertThat(renderFailures()).isEqualTo(1);
    }

    @Test
    void a_refused_digest_is_counted_and_nobody_says_that_a_plain_form_was_sent() {
        standIn().answerNext(1, refusal());
        List<DigestLine> lines = List.of(DigestLine.of(Samples.firing("a1", "critical")));
        Digest digest =
                new Digest("oncall-42", 7, "oncall-42.0badcafe", Samples.RECEIVED, Samples.RECEIVED, 1, lines, 0);
        try (LogCapture log = new LogCapture()) {
            assertThat(notifier().digests().orElseThrow().send(digest)).isInstanceOf(SendResult.Rejected.class);
            assertThat(log.lines()).noneMatch(line -> line.contains("plain form"));
        }
        assertThat(renderFailures()).isEqualTo(1);
    }

    @Test
    void a_template_of_ones_own_is_used() {
        MessageTemplates templates = TestTemplates.with(
                template(),
                "mine: ${counts}\n\n<#list full + lines as alert>${alert.name} </#list>${more}\n\n${deliveryId}");

        assertThat(notifierTo(standIn().webhookUrl(), templates).send(sample())).isEqualTo(SendResult.delivered());

        assertThat(received()).singleElement().asString().contains("mine: 1 firing, 1 resolved");
        assertThat(renderFailures()).isZero();
    }

    /** Blanks cost the square of their number once: a second for each such alert and target. */
    @Test
    void alerts_full_of_blanks_are_told_within_seconds() {
        String blanks = "x" + " ".repeat(15_990) + "y";
        Message poison = Samples.message(IntStream.range(0, 200)
                .mapToObj(n -> Samples.alert(
                        AlertStatus.FIRING, Map.of("alertname", "Poison" + n), Map.of("description", blanks)))
                .toArray(Alert[]::new));

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(notifier().send(poison)).isEqualTo(SendResult.delivered()));
    }
}

package io.tocsin.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.standin.RecipeStandIn;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The recipes of docs/channels.md, as they stand there, to receivers that keep to their providers' rules. */
class RecipesTests {

    private static Notifier notifier(RecipeStandIn.Provider provider, RecipeStandIn receiver) {
        return RecipeTargets.of(provider, receiver, InstantSource.system()).notifier();
    }

    @ParameterizedTest
    @EnumSource
    void every_message_is_taken_in_its_full_form(RecipeStandIn.Provider provider) {
        try (RecipeStandIn receiver = new RecipeStandIn(provider)) {
            Notifier notifier = notifier(provider, receiver);
            List<Message> messages = Stream.concat(
                            Stream.of(
                                    Samples.message(Samples.firing("a1", "critical")),
                                    Samples.message(Samples.resolved("a1", "critical")),
                                    Samples.message(List.of(), 0),
                                    Samples.hostile(),
                                    Samples.huge(),
                                    many(500)),
                            LongStream.range(0, 30).mapToObj(Samples::random))
                    .toList();
            for (Message message : messages) {
                assertThat(notifier.send(message)).isEqualTo(SendResult.delivered());
            }
            assertThat(receiver.received()).hasSize(messages.size());
        }
    }

    private static Message many(int alerts) {
        return Samples.message(
                IntStream.range(0, alerts)
                        .mapToObj(n -> Samples.firing("host-" + n + "-z", "warning"))
                        .toList(),
                0);
    }

    /** Nothing known is hidden: what has no room says so, by an ellipsis, by the number of labels, or by its name. */
    @ParameterizedTest
    @EnumSource
    void whatever_is_known_is_told_or_said_to_be_cut(RecipeStandIn.Provider provider) {
        try (RecipeStandIn receiver = new RecipeStandIn(provider)) {
            for (int length : List.of(400, 3_000, 30_000)) {
                receiver.reset();
                assertThat(notifier(provider, receiver).send(Samples.detailed(length)))
                        .isEqualTo(SendResult.delivered());
                Samples.assertToldOrCut(receiver.received().get(0).body());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_does_not_fit_is_counted_and_the_delivery_is_named(RecipeStandIn.Provider provider) {
        try (RecipeStandIn receiver = new RecipeStandIn(provider)) {
            notifier(provider, receiver).send(many(5_000));

            String body = receiver.received().get(0).body();
            long named = IntStream.range(0, 5_000)
                    .filter(n -> body.contains("host-" + n + "-z"))
                    .count();
            assertThat(named).isBetween(5L, 5_000L);
            if (provider == RecipeStandIn.Provider.ALERTMANAGER) {
                assertThat(body).contains("\"truncatedAlerts\":" + (5_000 - named));
            } else if (named == 5_000) {
                assertThat(body).contains("oncall-42").doesNotContain(" more");
            } else {
                assertThat(body).contains("oncall-42", String.format(Locale.ROOT, "and %,d more", 5_000 - named));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PAGERDUTY", "ALERTMANAGER"})
    void a_digest_names_every_alert(RecipeStandIn.Provider provider) {
        try (RecipeStandIn receiver = new RecipeStandIn(provider)) {
            Digests digests = notifier(provider, receiver).digests().orElseThrow();
            List<DigestLine> lines = new ArrayList<>();
            int room = digests.room();
            while (room > 0) {
                DigestLine line = DigestLine.of(Samples.firing("host-" + lines.size() + "-z", "warning"));
                room -= digests.size(line, Samples.RECEIVED);
                lines.add(line);
            }
            lines.remove(lines.size() - 1);
            Digest digest = new Digest(
                    "oncall-42", 7, "oncall-42.0bad", Samples.RECEIVED, Samples.RECEIVED, lines.size(), lines, 0);

            assertThat(digests.send(digest)).isEqualTo(SendResult.delivered());
            assertThat(receiver.received().get(0).body())
                    .contains(lines.stream()
                            .map(line -> line.alert().labels().get("instance"))
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PAGERDUTY", "ALERTMANAGER"})
    void what_is_kept_by_group_is_never_merged(RecipeStandIn.Provider provider) {
        try (RecipeStandIn receiver = new RecipeStandIn(provider)) {
            assertThat(notifier(provider, receiver).digests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_refused_message_is_sent_plainly_and_a_preview_has_no_secret(RecipeStandIn.Provider provider) {
        try (RecipeStandIn receiver = new RecipeStandIn(provider)) {
            Notifier notifier = notifier(provider, receiver);
            receiver.answerNext(1, receiver.refusal());

            assertThat(notifier.send(Samples.message(Samples.firing("a1", "critical"))))
                    .isEqualTo(new SendResult.Delivered(2));
            assertThat(receiver.received().get(0).body())
                    .contains("HighCPU", "a1")
                    .doesNotContain("runbooks.example");
            assertThat(notifier.preview(Samples.huge()).toString()).doesNotContain(RecipeStandIn.SECRET);
        }
    }

    @Test
    void an_incident_of_pagerduty_is_resolved_by_the_key_that_raised_it() {
        try (RecipeStandIn receiver = new RecipeStandIn(RecipeStandIn.Provider.PAGERDUTY)) {
            Notifier notifier = notifier(RecipeStandIn.Provider.PAGERDUTY, receiver);
            notifier.send(Samples.message(Samples.firing("a1", "critical")));
            notifier.send(Samples.message(Samples.resolved("a1", "critical")));

            JsonNode raised = receiver.received().get(0).json();
            JsonNode ended = receiver.received().get(1).json();
            assertThat(raised.path("event_action").asString()).isEqualTo("trigger");
            assertThat(raised.at("/payload/severity").asString()).isEqualTo("critical");
            assertThat(ended.path("event_action").asString()).isEqualTo("resolve");
            assertThat(ended.path("dedup_key")).isEqualTo(raised.path("dedup_key"));
        }
    }

    @Test
    void discord_and_mattermost_are_told_no_mark_up_from_outside() {
        Alert hostile = Samples.alert(
                AlertStatus.FIRING,
                Map.of("alertname", "@everyone **b**", "instance", "[x](http://evil.example)"),
                Map.of("summary", "@channel `c`"));
        for (RecipeStandIn.Provider provider :
                List.of(RecipeStandIn.Provider.DISCORD, RecipeStandIn.Provider.MATTERMOST)) {
            try (RecipeStandIn receiver = new RecipeStandIn(provider)) {
                notifier(provider, receiver).send(Samples.message(hostile));

                assertThat(receiver.received().get(0).body())
                        .doesNotContain("@everyone", "**b**", "](http://evil", "@channel", "`");
            }
        }
    }
}

package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What somebody writes into an annotation holds up nobody else's alerts. */
class HostileTextIT {

    private static final int POISONED = 200;

    /** Each description of blanks cost more than a second in each target; all targets stood still for minutes. */
    @Test
    void alerts_behind_a_body_full_of_blanks_keep_arriving() throws IOException {
        String description = "x" + " ".repeat(15_990) + "y";
        String poison = IntStream.range(0, POISONED)
                .mapToObj(n -> "{\"status\":\"firing\",\"labels\":{\"alertname\":\"Poison" + n
                        + "\"},\"annotations\":{\"description\":\"" + description
                        + "\"},\"startsAt\":\"2026-11-22T09:42:40Z\"}")
                .collect(Collectors.joining(
                        ",",
                        "{\"version\":\"4\",\"groupKey\":\"poison\",\"receiver\":\"t\",\"status\":\"firing\",\"alerts\":[",
                        "]}"));
        try (Sinks sinks = Sinks.start();
                TocsinProcess tocsin = new TocsinProcess(ProofHome.of("hostile-text"), sinks.properties()).start();
                RawSender sender = new RawSender(tocsin.port(), "/webhooks/alertmanager", TocsinProcess.TOKEN)) {
            assertThat(sender.post(poison)).isEqualTo(200);
            for (int n = 0; n < 5; n++) {
                String mark = RawSender.mark(n);
                assertThat(sender.post(RawSender.notification(mark))).isEqualTo(200);
                await("a later alert in all three targets")
                        .atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> sinks.each(texts -> texts.anyMatch(text -> text.contains(mark))).values().stream()
                                .allMatch(Boolean::booleanValue));
            }
            assertThat(sinks.slack().received())
                    .anyMatch(message -> message.body().contains("Poison0"));
            assertThat(tocsin.log()).doesNotContain("still running");
        }
    }
}

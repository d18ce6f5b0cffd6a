package io.tocsin.metrics.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.metrics.events.IdempotencyKeys.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdempotencyKeysTests {

    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final IdempotencyKeys keys = new IdempotencyKeys(Duration.ofMinutes(1), 2, () -> now);
    private final AtomicInteger counted = new AtomicInteger();

    private Verdict once(String key, String content) {
        return keys.once(key, content, counted::incrementAndGet);
    }

    @Test
    void a_key_counts_once_within_the_window() {
        assertThat(once("a", "1")).isEqualTo(Verdict.COUNTED);
        now = now.plusSeconds(59);
        assertThat(once("a", "1")).isEqualTo(Verdict.REPEATED);
        assertThat(once("a", "2")).isEqualTo(Verdict.TAKEN);
        now = now.plusSeconds(1);
        assertThat(once("a", "2")).isEqualTo(Verdict.COUNTED);
        assertThat(counted).hasValue(2);
    }

    @Test
    void the_oldest_key_gives_way() {
        once("a", "1");
        once("b", "1");
        assertThat(once("c", "1")).isEqualTo(Verdict.COUNTED);
        assertThat(once("c", "1")).isEqualTo(Verdict.REPEATED);
        assertThat(once("a", "1")).isEqualTo(Verdict.COUNTED);
    }
}

package io.tocsin.delivery.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Fallback;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.maintenance.StoreStatus;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FallbackSweepTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    /** Notes what it is asked for. */
    private static final class Store implements FallbackStore {

        private final List<String> asked = new ArrayList<>();

        @Override
        public void register(Collection<String> targets) {
            asked.add("register " + targets);
        }

        @Override
        public HandedOn handOn(HandOver handOver) {
            asked.add(handOver.target() + " to " + handOver.to());
            return new HandedOn(0, false);
        }
    }

    private static Targets targets() {
        return new Targets(List.of(() -> Stream.of("a", "b", "c")
                .map(name -> new Target(name, ChannelType.SLACK, null, true, message -> SendResult.delivered()))
                .toList()));
    }

    private static Fallbacks fallbacks(String of, String to) {
        return new Fallbacks(
                Map.of(of, new Fallback(to, Duration.ofMinutes(5))), targets().all());
    }

    /** The sweep may run between the moment when a reload replaces the targets and that when it replaces the fallbacks. */
    @Test
    void the_fallbacks_of_a_reload_are_used_also_after_a_sweep_that_saw_half_of_it() {
        Store store = new Store();
        Targets targets = targets();
        Fallbacks fallbacks = fallbacks("a", "b");
        TargetStatus waiting = new TargetStatus(1, 0, NOW, Instant.EPOCH, null);
        FallbackSweep sweep = new FallbackSweep(
                () -> new StoreStatus(NOW, Map.of("a", waiting, "b", waiting, "c", waiting)),
                store,
                targets,
                fallbacks,
                new MutableClock(NOW),
                new SimpleMeterRegistry());
        sweep.sweep();
        targets.replaceBy(targets());
        sweep.sweep();
        fallbacks.replaceBy(fallbacks("b", "c"));
        sweep.sweep();
        assertThat(store.asked).containsExactly("register [a]", "a to b", "a to b", "register [b]", "b to c");
    }
}

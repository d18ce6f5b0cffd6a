package io.tocsin.delivery.fallback;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.Fallback;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.fallback.FallbackStore.HandOver;
import io.tocsin.delivery.fallback.FallbackStore.HandedOn;
import io.tocsin.delivery.maintenance.StoreStatus;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards deliveries that are pending too long to the fallbacks; every replica runs it, and the store lets only one forward
 * each.
 */
public final class FallbackSweep {

    private static final Logger log = LoggerFactory.getLogger(FallbackSweep.class);
    private static final int MOST_AT_ONCE = 50;

    private final Supplier<StoreStatus> status;
    private final FallbackStore store;
    private final Targets targets;
    private final Fallbacks fallbacks;
    private final InstantSource clock;
    private final MeterRegistry registry;
    /** The targets whose progress the store knows. */
    private List<String> registered = List.of();

    private record Pair(Target target, Fallback fallback, Target to, Counter counter) {

        HandOver handOver(Instant now) {
            return new HandOver(target.name(), to.name(), to.sendResolved(), now.minus(fallback.after()), now);
        }
    }

    /**
     * @param status what the store last knew of each target
     */
    public FallbackSweep(
            Supplier<StoreStatus> status,
            FallbackStore store,
            Targets targets,
            Fallbacks fallbacks,
            InstantSource clock,
            MeterRegistry registry) {
        this.status = status;
        this.store = store;
        this.targets = targets;
        this.fallbacks = fallbacks;
        this.clock = clock;
        this.registry = registry;
        List<Pair> unusedButTheirCounters = pairs();
    }

    /** From the configuration as it is now. */
    private List<Pair> pairs() {
        List<Pair> found = new ArrayList<>();
        for (Target target : targets.all()) {
            fallbacks
                    .of(target.name())
                    .flatMap(fallback -> targets.find(fallback.target())
                            .map(to -> new Pair(target, fallback, to, counter(registry, target, to))))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Counter counter(MeterRegistry registry, Target target, Target to) {
        return Counter.builder("tocsin.fallback.deliveries")
                .description("Deliveries created for a fallback because the target did not accept them in time")
                .tag("target", target.name())
                .tag("channel", target.channel().label())
                .tag("fallback", to.name())
                .register(registry);
    }

    /** Scans every queue that has a fallback and pending or parked deliveries. */
    public void sweep() {
        List<Pair> pairs = pairs();
        List<String> names = pairs.stream().map(pair -> pair.target().name()).toList();
        if (!names.equals(registered)) {
            store.register(names);
            registered = names;
        }
        Map<String, TargetStatus> lines = status.get().targets();
        pairs.stream()
                .filter(pair -> {
                    TargetStatus line = lines.get(pair.target().name());
                    return line != null && line.pending() + line.parked() > 0;
                })
                .forEach(this::sweep);
    }

    private void sweep(Pair pair) {
        HandedOn done = new HandedOn(0, true);
        for (int round = 0; done.more() && round < MOST_AT_ONCE; round++) {
            done = store.handOn(pair.handOver(clock.instant()));
            pair.counter().increment(done.deliveries());
            if (done.deliveries() > 0) {
                log.warn(
                        "{} of {} were also forwarded to the fallback {}",
                        done.deliveries() == 1 ? "A delivery" : done.deliveries() + " deliveries",
                        pair.target().name(),
                        pair.to().name());
            }
        }
    }
}

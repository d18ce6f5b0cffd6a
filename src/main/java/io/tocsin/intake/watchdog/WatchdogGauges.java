package io.tocsin.intake.watchdog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** How long ago the Watchdog alert arrived, and whether its absence is an alarm; from memory. */
record WatchdogGauges(ObjectProvider<Silence> silence, ObjectProvider<SilenceAlarm> alarm, InstantSource clock)
        implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        Silence judged = silence.getIfAvailable();
        SilenceAlarm raised = alarm.getIfAvailable();
        Gauge.builder("tocsin.watchdog.age.seconds", () -> age(judged))
                .description("Time since the Watchdog alert last arrived at any replica; NaN before the first")
                .strongReference(true)
                .register(registry);
        Gauge.builder("tocsin.watchdog.alarm", () -> raised != null && raised.wasOut() ? 1 : 0)
                .description("1 while the silence of the Watchdog alert is an alarm")
                .strongReference(true)
                .register(registry);
    }

    private double age(@Nullable Silence judged) {
        Instant seen = judged == null ? null : judged.lastSeen();
        return seen == null
                ? Double.NaN
                : Duration.between(seen, clock.instant()).toMillis() / 1000.0;
    }
}

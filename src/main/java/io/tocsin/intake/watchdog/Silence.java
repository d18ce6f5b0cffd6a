package io.tocsin.intake.watchdog;

import io.tocsin.delivery.Heartbeat;
import io.tocsin.delivery.HeartbeatStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether the Watchdog alert is missing, for all replicas together.
 *
 * <p>Only time in which a replica was running counts: not the time in which none was up, nor the first minute after a start,
 * because Alertmanager waits up to that long between two tries (its notify package). The count is stored, so that a service
 * that is restarted repeatedly still notices.
 */
final class Silence {

    private static final Logger log = LoggerFactory.getLogger(Silence.class);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(30);

    private final String alertname;
    private final Duration silenceAfter;
    private final Watchdog watchdog;
    private final HeartbeatStore store;
    private final SilenceAlarm alarm;
    private final InstantSource clock;
    private final Instant listeningSince;
    private volatile @Nullable Instant lastSeen;
    private boolean saidUnarmed;

    Silence(
            WatchdogProperties properties,
            Watchdog watchdog,
            HeartbeatStore store,
            SilenceAlarm alarm,
            InstantSource clock) {
        this.alertname = properties.name();
        this.silenceAfter = properties.silence();
        this.watchdog = watchdog;
        this.store = store;
        this.alarm = alarm;
        this.clock = clock;
        Duration grace = GRACE.compareTo(silenceAfter) < 0 ? GRACE : silenceAfter;
        this.listeningSince = clock.instant().plus(grace);
    }

    /** How often to evaluate, and thus the precision of the measurement. */
    Duration interval() {
        Duration tenth = silenceAfter.dividedBy(10);
        return tenth.compareTo(LONGEST_INTERVAL) < 0 ? tenth : LONGEST_INTERVAL;
    }

    /** When it last arrived at any replica, as far as known here; null when it never did. */
    @Nullable Instant lastSeen() {
        Instant here = watchdog.lastHeard();
        Instant anywhere = lastSeen;
        return here == null || (anywhere != null && anywhere.isAfter(here)) ? anywhere : here;
    }

    /** One evaluation. */
    void judge() {
        Optional<Heartbeat> stored = store.read(alertname);
        Instant heard = watchdog.lastHeard();
        alarm.forgetOthers(stored.isPresent());
        if (stored.isPresent()) {
            lastSeen = stored.get().lastSeen();
            judge(stored.get(), heard);
        } else if (heard != null) {
            log.info("The first {} alert has arrived: its silence is an alarm from now on", alertname);
            boolean unusedFirst = store.replace(alertname, null, Heartbeat.first(heard));
        } else if (!saidUnarmed) {
            log.info("No {} alert has ever arrived; its silence is no alarm before the first", alertname);
            saidUnarmed = true;
        }
    }

    private void judge(Heartbeat known, @Nullable Instant heard) {
        Instant now = clock.instant();
        boolean alarmed = alarm.isOut();
        Heartbeat next = known;
        if (heard != null && heard.toEpochMilli() > known.lastSeen().toEpochMilli()) {
            next = known.heard(heard, now, alarmed);
        } else if (!now.isBefore(listeningSince) && isTurn(known, now)) {
            next = known.quiet(now, listened(known, now), silenceAfter);
        }
        // When it cannot be replaced, another replica was first and does the rest.
        if (next.equals(known) || store.replace(alertname, known, next)) {
            act(next, alarmed);
        }
    }

    private boolean isTurn(Heartbeat known, Instant now) {
        return !known.judgedAt().plus(interval().dividedBy(2)).isAfter(now);
    }

    /** Zero when nothing was evaluated for some time, and without the time before this replica started. */
    private Duration listened(Heartbeat known, Instant now) {
        Duration gap = Duration.between(known.judgedAt(), now);
        boolean nobody = gap.compareTo(interval().multipliedBy(3)) > 0;
        return nobody || known.judgedAt().isBefore(listeningSince) ? Duration.ZERO : gap;
    }

    private void act(Heartbeat state, boolean alarmed) {
        boolean silent = state.silent().compareTo(silenceAfter) >= 0;
        Instant back = state.backSince();
        if (silent) {
            alarm.raise(state.lastSeen());
        } else if (alarmed && back != null && !back.plus(silenceAfter).isAfter(state.lastSeen())) {
            alarm.resolve();
        }
    }
}

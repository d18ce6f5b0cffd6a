package io.tocsin.delivery.maintenance;

import java.time.Duration;

/**
 * How many notifications a step of a purge deletes: as many as take about as long as one commit, since a webhook that arrives
 * meanwhile waits for the whole step.
 *
 * @param most the maximum
 */
record PurgeBatchSize(int most) {

    static final PurgeBatchSize START = new PurgeBatchSize(10);

    private static final int LEAST = 10;
    private static final int MOST = 100;
    private static final Duration LONG = Duration.ofMillis(6);
    private static final Duration SHORT = Duration.ofMillis(3);
    private static final int PAUSE = 4;

    /** The size of the next step after one of this duration, including its waits. */
    PurgeBatchSize after(Duration took) {
        if (took.compareTo(LONG) > 0) {
            return new PurgeBatchSize(Math.max(LEAST, most / 2));
        }
        return took.compareTo(SHORT) < 0 ? new PurgeBatchSize(Math.min(MOST, most + LEAST)) : this;
    }

    /** Four times as long, so that webhooks and workers have the store nearly to themselves. */
    static Duration pauseAfter(Duration took) {
        return took.multipliedBy(PAUSE);
    }
}

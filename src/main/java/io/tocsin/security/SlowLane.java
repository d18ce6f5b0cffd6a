package io.tocsin.security;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Delays requests by a second each, a few at a time; the rest are refused at once, so that they use no threads. */
final class SlowLane {

    private static final int PLACES = 8;

    private final Semaphore places = new Semaphore(PLACES);
    private final Pause pause;

    /** Waits on the thread of a request. */
    interface Pause {

        void await() throws InterruptedException;
    }

    SlowLane(Pause pause) {
        this.pause = pause;
    }

    static void aSecond() throws InterruptedException {
        boolean unusedNever = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
    }

    /** Waits, and returns true; returns false at once when the limit is reached. */
    boolean pass() {
        if (!places.tryAcquire()) {
            return false;
        }
        try {
            pause.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            places.release();
        }
    }
}

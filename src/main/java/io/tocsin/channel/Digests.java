package io.tocsin.channel;

import java.time.Instant;

/** Sends digests to one target, and defines how much fits into one. */
public interface Digests {

    /** The total size of all lines of one digest, in units of {@link #size}. */
    int room();

    /**
     * The size of a line, independent of its position.
     *
     * @param at when the digest is composed
     */
    int size(DigestLine line, Instant at);

    /**
     * Renders and sends a digest whose lines fit, blocking for at most the channel's time limit. There is no plain form of a
     * digest: a {@link SendResult.Rejected} for a reason that {@linkplain FailureReason#mayLieInContent may be in the content}
     * means that its parts are worth sending separately.
     */
    SendResult send(Digest digest);
}

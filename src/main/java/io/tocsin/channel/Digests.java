package io.tocsin.channel;

import java.time.Instant;

/** Sends digests to one target, and says how much goes into one. */
public interface Digests {

    /** How much room all lines of one digest have together, in units of {@link #size}. */
    int room();

    /**
     * How much room a line takes, wherever it stands.
     *
     * @param at when the digest is put together
     */
    int size(DigestLine line, Instant at);

    /**
     * Renders and sends a digest whose lines have room, blocking for at most the channel's time limit. There is no plain
     * form of a digest: a {@link SendResult.Rejected} for a reason that {@linkplain FailureReason#mayLieInContent may lie in
     * content} means that what it tells is worth sending in smaller parts.
     */
    SendResult send(Digest digest);
}

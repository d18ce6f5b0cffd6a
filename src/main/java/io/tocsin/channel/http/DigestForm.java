package io.tocsin.channel.http;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import java.time.Instant;

/** The JSON form of a provider's digests. */
public interface DigestForm {

    /** The total size of all lines of one digest, in bytes of the body. */
    int room();

    /** The size of a line in the body, in bytes. */
    int size(DigestLine line, Instant at);

    /** The body, within all limits of the provider when the lines fit. */
    byte[] render(Digest digest);
}

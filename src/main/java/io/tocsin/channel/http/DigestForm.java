package io.tocsin.channel.http;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import java.time.Instant;

/** How a provider that takes JSON is told a digest. */
public interface DigestForm {

    /** How much room all lines of one digest have together, in bytes of the body. */
    int room();

    /** What a line takes of the body, in bytes. */
    int size(DigestLine line, Instant at);

    /** The body, within all limits of the provider when the lines have room. */
    byte[] render(Digest digest);
}

package io.tocsin.channel.template;

import java.io.IOException;
import java.io.Writer;

/** Collects the output of a template, and stops it when that is more than can ever be sent. */
final class CappedWriter extends Writer {

    private final StringBuilder written = new StringBuilder(2_000);
    private final int most;

    /** The output is longer than allowed. */
    static final class TooLong extends IOException {

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * @param most characters
     */
    CappedWriter(int most) {
        this.most = most;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        if (written.length() + length > most) {
            throw new TooLong();
        }
        written.append(text, offset, length);
    }

    @Override
    public void flush() {
        // no buffer
    }

    @Override
    public void close() {
        // no resources
    }

    @Override
    public String toString() {
        return written.toString();
    }
}

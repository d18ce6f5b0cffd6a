package io.tocsin.proof;

import java.util.ArrayList;
import java.util.List;

/** Is loaded into a running service as an agent, and takes all its memory. */
public final class HeapFiller {

    private static final List<byte[]> TAKEN = new ArrayList<>();

    private HeapFiller() {}

    /** What the JVM calls when the agent is attached: {@code dies}, or {@code catches} the error and goes on. */
    public static void agentmain(String manner) {
        Thread filler = new Thread(() -> fill(manner.equals("catches")), "filler");
        filler.setDaemon(true);
        filler.start();
    }

    private static void fill(boolean catches) {
        while (true) {
            try {
                TAKEN.add(new byte[64 * 1024]);
            } catch (OutOfMemoryError error) {
                if (!catches) {
                    throw error;
                }
            }
        }
    }
}

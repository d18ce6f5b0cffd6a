package io.tocsin.audit;

import java.time.Instant;

/**
 * One thing that somebody did, or tried to. Each text is a line of bounded length, whatever it is made of.
 *
 * @param at when
 * @param name who, by user name; empty when unknown
 * @param address from where
 * @param action what was done: one of a few words, such as {@code sign-in} or {@code resend}
 * @param subject to what
 * @param outcome what came of it
 */
public record AuditEntry(Instant at, String name, String address, String action, String subject, String outcome) {

    public AuditEntry {
        name = line(name, 64);
        address = line(address, 45);
        action = line(action, 32);
        subject = line(subject, 200);
        outcome = line(outcome, 64);
    }

    /** Without characters that begin a line, move the cursor or turn the direction of writing. */
    private static String line(String text, int longest) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", " ");
        return plain.codePointCount(0, plain.length()) <= longest
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, longest - 1)) + "…";
    }
}

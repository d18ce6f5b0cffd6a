package io.tocsin.audit;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One action of a user, or an attempt. Each text is a line of bounded length.
 *
 * @param at when
 * @param name the user's name; empty when unknown
 * @param address an IP address, or {@code unparseable} (behind a proxy it is a header's, which a client may have written)
 * @param action the action, from a fixed set, such as {@code sign-in} or {@code resend}
 * @param subject its object
 * @param outcome its result
 */
public record AuditEntry(Instant at, String name, String address, String action, String subject, String outcome) {

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{1,45}(%[0-9a-zA-Z]{1,15})?");

    public AuditEntry {
        name = line(name, 64);
        address = ADDRESS.matcher(address).matches() ? address : "unparseable";
        action = line(action, 32);
        subject = line(subject, 200);
        outcome = line(outcome, 64);
    }

    /** Without line breaks, control characters and changes of writing direction. */
    private static String line(String text, int longest) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", " ");
        return plain.codePointCount(0, plain.length()) <= longest
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, longest - 1)) + "…";
    }
}

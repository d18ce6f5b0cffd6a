package io.tocsin.delivery.web;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The header of the draft "The Idempotency-Key HTTP Header Field" (IETF httpapi); accepted with and without its quotes. */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern RULE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyKey() {}

    /**
     * @throws org.springframework.web.ErrorResponseException when it is present and invalid
     */
    static @Nullable String read(@Nullable String header) {
        if (header == null) {
            return null;
        }
        if (!RULE.matcher(header).matches()) {
            throw Problem.of(HttpStatus.BAD_REQUEST, HEADER + " must be 1 to 255 printable ASCII characters");
        }
        boolean quoted = header.length() > 2 && header.startsWith("\"") && header.endsWith("\"");
        return quoted ? header.substring(1, header.length() - 1) : header;
    }
}

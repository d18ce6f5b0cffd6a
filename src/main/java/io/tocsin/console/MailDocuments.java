package io.tocsin.console;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Keeps the HTML of previewed mails until their frames have requested it: a mail has inline styles, which the page's own policy
 * forbids, so that it needs an address of its own. A few, for minutes, in memory, each under an id that cannot be guessed.
 */
@Component
class MailDocuments {

    /** Of 95 kB at most, which is what the templates of mails may write. */
    private static final int MOST = 32;

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final Map<String, Document> documents = new LinkedHashMap<>();

    MailDocuments(InstantSource clock) {
        this.clock = clock;
    }

    private record Document(String html, Instant until) {}

    /** Keeps a document, and removes the oldest when there are too many. */
    synchronized String keep(String html) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        documents.values().removeIf(document -> document.until().isBefore(clock.instant()));
        if (documents.size() >= MOST) {
            documents.remove(documents.keySet().iterator().next());
        }
        documents.put(id, new Document(html, clock.instant().plus(LIFETIME)));
        return id;
    }

    /** A document; empty when there is none, or it was removed. */
    synchronized Optional<String> find(String id) {
        return Optional.ofNullable(documents.get(id))
                .filter(document -> !document.until().isBefore(clock.instant()))
                .map(Document::html);
    }
}

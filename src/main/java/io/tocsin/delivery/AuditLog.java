package io.tocsin.delivery;

import io.tocsin.channel.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line, on the logger {@code tocsin.audit}, for each thing that somebody asked to be sent. */
final class AuditLog {

    private static final Logger log = LoggerFactory.getLogger("tocsin.audit");
    private static final int LONGEST = 100;

    private AuditLog() {}

    static void note(String action, String subject, String outcome, Caller by) {
        log.info("{} {} outcome={} by={} from={}", action, quoted(subject), outcome, quoted(by.name()), by.address());
    }

    /** One line of bounded length that cannot pose as another field. */
    private static String quoted(String text) {
        return '"' + Text.line(text, LONGEST).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

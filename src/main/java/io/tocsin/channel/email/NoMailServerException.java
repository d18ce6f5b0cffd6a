package io.tocsin.channel.email;

import java.util.Collection;

/** There are targets to be reached by email, and no mail server to reach them through. */
class NoMailServerException extends RuntimeException {

    NoMailServerException(Collection<String> targets) {
        super("tocsin.channel.email has targets (" + String.join(", ", targets) + ") but no mail server is configured");
    }
}

package io.tocsin.channel;

import java.util.Locale;

/** Why a message was not delivered; a closed set, because each is also a value of the metric label {@code reason}. */
public enum FailureReason {
    /** No answer within the time limit; the message may have arrived nevertheless. */
    TIMEOUT,
    /** No connection, or one that broke. */
    CONNECTION,
    /** The provider reports an error of its own (5xx, SMTP 4xx, "busy"). */
    SERVER_ERROR,
    /** The provider asks for fewer messages. */
    THROTTLED,
    /** An answer that is not the provider's protocol, such as a gateway's block page. */
    BAD_ANSWER,
    /** Success by its status, but the body is neither success nor error: the message may have arrived. */
    UNCLEAR_ANSWER,
    /** A well-formed error with an unlisted code. */
    UNKNOWN_ERROR,
    /** The token, secret or password is refused. */
    CREDENTIALS,
    /** The target itself is wrong: unknown, archived, disabled, redirected, or closed to us. */
    CONFIGURATION,
    /** The provider refuses this message. */
    MESSAGE_REFUSED,
    /** The provider finds this message too large. */
    MESSAGE_TOO_LARGE,
    /** The provider refuses this recipient, for good or, as an SMTP server may (RCPT 4xx), for now. */
    RECIPIENT_REFUSED,
    /** An internal error while sending. */
    INTERNAL_ERROR,
    /** It was pending longer than {@code tocsin.delivery.max-age}. */
    EXPIRED;

    /** The value of the metric label: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its meaning is unknown, so that many retries are pointless. */
    public boolean isUnexplained() {
        return this == UNKNOWN_ERROR || this == INTERNAL_ERROR || this == UNCLEAR_ANSWER;
    }

    /** Whether another message, or a part of this one, may still be accepted. */
    public boolean mayLieInContent() {
        return switch (this) {
            case MESSAGE_REFUSED, MESSAGE_TOO_LARGE, INTERNAL_ERROR, UNKNOWN_ERROR -> true;
            default -> false;
        };
    }

    /** Whether only an operator can fix it; the target is then tried slowly, and nothing is given up before its age. */
    public boolean needsOperator() {
        return this == CREDENTIALS || this == CONFIGURATION;
    }
}

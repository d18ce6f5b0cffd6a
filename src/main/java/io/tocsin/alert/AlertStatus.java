package io.tocsin.alert;

import io.tocsin.channel.MessageStatus;

/** Whether an alert still fires. */
public enum AlertStatus {
    FIRING,
    RESOLVED;

    MessageStatus toMessageStatus() {
        return this == FIRING ? MessageStatus.FIRING : MessageStatus.RESOLVED;
    }
}

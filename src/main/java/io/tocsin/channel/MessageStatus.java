package io.tocsin.channel;

/** Whether there is still something to be alarmed about. */
public enum MessageStatus {
    FIRING,
    RESOLVED
}

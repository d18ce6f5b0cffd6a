package io.tocsin.alert;

/** Whether there is still something to be alarmed about. */
public enum AlertStatus {
    FIRING,
    RESOLVED
}

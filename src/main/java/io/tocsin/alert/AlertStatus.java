package io.tocsin.alert;

/** Whether the alert is still active; on arrival it is firing or resolved. */
public enum AlertStatus {
    FIRING,
    /** It is still firing, but its Alertmanager sends no notification of it; known only when a message is sent. */
    MUTED,
    RESOLVED
}

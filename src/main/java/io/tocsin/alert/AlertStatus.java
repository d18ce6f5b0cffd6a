package io.tocsin.alert;

/** Whether there is still something to be alarmed about; what an alert arrives with is firing or resolved. */
public enum AlertStatus {
    FIRING,
    /** It still fires, but its Alertmanager notifies nobody of it; known only when a message is sent. */
    MUTED,
    RESOLVED
}

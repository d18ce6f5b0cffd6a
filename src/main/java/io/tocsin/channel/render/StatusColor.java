package io.tocsin.channel.render;

import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Severity;

/** The severity as a colour. */
public enum StatusColor {
    CRITICAL("🔴", "#D93025"),
    /** Errors and warnings, and firing alerts with an unknown severity or none. */
    WARNING("🟠", "#E8710A"),
    INFO("🔵", "#1A73E8"),
    MUTED("⚪", "#5F6368"),
    RESOLVED("🟢", "#188038");

    private final String symbol;
    private final String colour;

    StatusColor(String symbol, String colour) {
        this.symbol = symbol;
        this.colour = colour;
    }

    /** The colour of an alert or of a whole message. */
    public static StatusColor of(AlertStatus status, String severity) {
        if (status != AlertStatus.FIRING) {
            return status == AlertStatus.MUTED ? MUTED : RESOLVED;
        }
        if (Severity.isCritical(severity)) {
            return CRITICAL;
        }
        return Severity.isInfo(severity) ? INFO : WARNING;
    }

    /** A coloured disc. */
    public String symbol() {
        return symbol;
    }

    /** {@code #RRGGBB}. */
    public String colour() {
        return colour;
    }
}

package io.tocsin.channel;

/** How bad it is, at a glance. */
public enum Tone {
    CRITICAL("🔴", "#D93025"),
    /** Errors and warnings, and whatever fires with an unknown severity or none. */
    WARNING("🟠", "#E8710A"),
    INFO("🔵", "#1A73E8"),
    RESOLVED("🟢", "#188038");

    private final String symbol;
    private final String colour;

    Tone(String symbol, String colour) {
        this.symbol = symbol;
        this.colour = colour;
    }

    /** The tone of an alert or of a whole message. */
    public static Tone of(MessageStatus status, String severity) {
        if (status == MessageStatus.RESOLVED) {
            return RESOLVED;
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

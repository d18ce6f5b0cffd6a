package io.tocsin.channel.render;

/** A message that a template could not tell; its own words name the template, the place and the kind of fault only. */
public class RenderException extends RuntimeException {

    private final String detail;

    /**
     * @param words what went wrong and where, and nothing of the alert
     * @param detail the same as fully as is known; it may repeat the alert's text, so that it is for sample alerts only
     */
    public RenderException(String words, String detail) {
        super(words, null, false, false);
        this.detail = detail;
    }

    /** As fully as is known. */
    public String detail() {
        return detail;
    }
}

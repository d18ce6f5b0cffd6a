package io.tocsin.channel.render;

/** A message that a template could not render; its message names the template, the position and the kind of fault only. */
public class RenderException extends RuntimeException {

    private final String detail;

    /**
     * @param words what failed and where, without text of the alert
     * @param detail the same in full; it may repeat the alert's text, so that it is for sample alerts only
     */
    public RenderException(String words, String detail) {
        super(words, null, false, false);
        this.detail = detail;
    }

    /** The full description. */
    public String detail() {
        return detail;
    }
}

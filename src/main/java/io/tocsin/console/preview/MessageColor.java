package io.tocsin.console.preview;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The colours that a message is shown in. A message may have any colour, but the page's policy allows no inline style, and not
 * every colour is readable on a dark page: so the nearest of these is used, and the style sheet defines it.
 */
enum MessageColor {
    RED(0xD9, 0x30, 0x25),
    ORANGE(0xE8, 0x71, 0x0A),
    YELLOW(0xF2, 0xC7, 0x44),
    GREEN(0x18, 0x80, 0x38),
    BLUE(0x1A, 0x73, 0xE8),
    PURPLE(0x8A, 0x3F, 0xFC),
    GREY(0x80, 0x80, 0x80),
    PLAIN(0x00, 0x00, 0x00);

    private static final Pattern HEX = Pattern.compile("#?[0-9A-Fa-f]{6}");

    private final int red;
    private final int green;
    private final int blue;

    MessageColor(int red, int green, int blue) {
        this.red = red;
        this.green = green;
        this.blue = blue;
    }

    /** The nearest to {@code #RRGGBB}, or WeCom's by its name; grey for an invalid colour. */
    static MessageColor nearest(String colour) {
        if (colour.equals("info") || colour.equals("warning")) {
            return colour.equals("info") ? GREEN : ORANGE;
        }
        if (!HEX.matcher(colour).matches()) {
            return GREY;
        }
        int rgb = Integer.parseInt(colour.replace("#", ""), 16);
        return Stream.of(values())
                .min(Comparator.comparingInt(ink -> ink.distance(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF)))
                .orElse(GREY);
    }

    private int distance(int otherRed, int otherGreen, int otherBlue) {
        int r = red - otherRed;
        int g = green - otherGreen;
        int b = blue - otherBlue;
        return r * r + g * g + b * b;
    }

    /** The name of its class. */
    String style() {
        return "ink-" + name().toLowerCase(Locale.ROOT);
    }
}

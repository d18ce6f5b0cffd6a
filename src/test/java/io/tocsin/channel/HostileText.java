package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;

/** Long texts of one kind of character each, for everything that reads text from outside. */
public final class HostileText {

    /** What takes a time that grows with the square of this takes minutes; what takes a linear time, milliseconds. */
    private static final int LENGTH = 200_000;

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> PIECES = List.of(
            " ",
            "\u00A0",
            "\t",
            "\n",
            "\r",
            "\u2028",
            "\u0000",
            "_",
            ":",
            ":a",
            "::",
            "a",
            "A",
            "0",
            ".",
            "-",
            "=",
            "*",
            "`",
            "~",
            "<",
            ">",
            "@",
            "[",
            "]",
            "](",
            "\\",
            "/",
            "&",
            "\"",
            "'",
            "|",
            "#",
            "汉",
            "😀",
            "\uD800",
            "a.",
            "a_",
            "_ ",
            "a@",
            "\" ",
            "<a",
            "http://",
            "www.",
            "{",
            "1.2.3.4 ",
            "a:",
            "\r\n",
            " \n",
            "x \u2028");

    private HostileText() {}

    /** The texts: the piece again and again, alone, and between two letters. */
    static List<String> texts(int length) {
        List<String> texts = new ArrayList<>();
        for (String piece : PIECES) {
            String run = piece.repeat(length / piece.length());
            texts.add(run);
            texts.add("x" + run + "y");
            texts.add("- " + run + "\u2028x");
        }
        return texts;
    }

    /** Runs the function on each, and fails when that takes longer than any function of linear cost. */
    public static void assertLinear(Consumer<String> function) {
        assertWithin(LENGTH, function);
    }

    /** The same with shorter texts, for what is only ever given as much. */
    public static void assertWithin(int length, Consumer<String> function) {
        for (String text : texts(length)) {
            String piece = text.substring(0, Math.min(12, text.length()));
            assertThat(text).isNotEmpty();
            Assertions.assertTimeoutPreemptively(LIMIT, () -> function.accept(text), () -> "on " + piece + "...");
        }
    }
}

package io.tocsin.metrics.events;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A trade.
 *
 * @param symbol what was traded, in capitals
 * @param side the side of the initiator
 * @param volume the volume, above zero and at most {@link #MOST_VOLUME}, with at most {@link #MOST_DECIMALS} decimals
 */
record Trade(String symbol, Side side, BigDecimal volume) {

    static final String SYMBOL_RULE = "1 to 32 letters, digits and . _ : / -, the first a letter or a digit";
    static final BigDecimal MOST_VOLUME = new BigDecimal("1000000000000000");
    static final int MOST_DECIMALS = 18;

    private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9][A-Z0-9._:/-]{0,31}");

    /** The two sides of a trade. */
    enum Side {
        BUY,
        SELL;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The symbol in capitals, so that one symbol is one series; empty when it is invalid. */
    static Optional<String> symbol(String text) {
        String symbol = text.toUpperCase(Locale.ROOT);
        return SYMBOL.matcher(symbol).matches() ? Optional.of(symbol) : Optional.empty();
    }
}

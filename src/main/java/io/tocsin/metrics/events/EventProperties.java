package io.tocsin.metrics.events;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How business events are accepted.
 *
 * @param symbols the symbols that have a series of their own; when empty, the first ones that are traded
 * @param maxSymbols how many symbols have a series of their own when none are named, 1 to 10000; the volume of all others is
 *     counted as {@code other}
 * @param maxPayload the largest body accepted, 1KB to 16MB; larger ones are answered 413
 * @param maxBatch the most events in one body, 1 to 100000
 * @param idempotencyWindow how long an Idempotency-Key is remembered, above zero
 * @param maxIdempotencyKeys how many keys are remembered, 1 to 1000000; the oldest is replaced
 */
@ConfigurationProperties("tocsin.metrics.events")
record EventProperties(
        @DefaultValue Set<String> symbols,
        @DefaultValue("100") int maxSymbols,
        @DefaultValue("256KB") DataSize maxPayload,
        @DefaultValue("1000") int maxBatch,
        @DefaultValue("1h") Duration idempotencyWindow,
        @DefaultValue("10000") int maxIdempotencyKeys) {

    EventProperties {
        Set<String> normalised = new TreeSet<>();
        symbols.forEach(symbol -> normalised.add(Trade.symbol(symbol)
                .orElseThrow(() -> new IllegalArgumentException(
                        "tocsin.metrics.events.symbols: \"" + symbol + "\" is no symbol: " + Trade.SYMBOL_RULE))));
        symbols = Set.copyOf(normalised);
        within("max-symbols", maxSymbols, 1, 10_000);
        within("max-payload", maxPayload.toBytes(), 1024, 16L * 1024 * 1024);
        within("max-batch", maxBatch, 1, 100_000);
        within("max-idempotency-keys", maxIdempotencyKeys, 1, 1_000_000);
        if (idempotencyWindow.isNegative() || idempotencyWindow.isZero()) {
            throw new IllegalArgumentException(
                    "tocsin.metrics.events.idempotency-window must be above zero, such as 1h");
        }
    }

    private static void within(String property, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "tocsin.metrics.events." + property + " must be " + least + " to " + most);
        }
    }
}

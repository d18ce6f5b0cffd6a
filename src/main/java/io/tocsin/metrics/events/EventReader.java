package io.tocsin.metrics.events;

import io.micrometer.core.annotation.Timed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses and validates the events of a body: one JSON object, or an array of them. */
@Component
class EventReader {

    private static final int MOST_VIOLATIONS = 100;
    private static final int MOST_REGISTRATIONS = 1_000_000;
    private static final int LONGEST_NUMBER = 64;
    private static final String PROCESSING = "data.processing";
    private static final String DESCRIPTION = "Time to read and check what arrived";

    private final JsonMapper json;
    private final int maxBatch;

    EventReader(JsonMapper json, EventProperties properties) {
        this.json = json.rebuild()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        this.maxBatch = properties.maxBatch();
    }

    /**
     * The numbers of registered users, event by event.
     *
     * @throws tools.jackson.core.JacksonException when the body is not JSON
     */
    @Timed(
            value = PROCESSING,
            description = DESCRIPTION,
            extraTags = {"operation", "user-registrations"})
    EventBatch<Integer> registrations(byte[] body) {
        return read(body, EventReader::registration);
    }

    /**
     * The trades.
     *
     * @throws tools.jackson.core.JacksonException when the body is not JSON
     */
    @Timed(
            value = PROCESSING,
            description = DESCRIPTION,
            extraTags = {"operation", "trades"})
    EventBatch<Trade> trades(byte[] body) {
        return read(body, EventReader::trade);
    }

    private interface ElementReader<T> {
        /** The event, or null after its errors were added to the findings. */
        @Nullable T read(JsonNode event, Findings findings);
    }

    private record Findings(String event, List<Violation> violations) {

        void add(String field, String detail) {
            violations.add(new Violation(event + (field.isEmpty() ? "" : "/" + field), detail));
        }
    }

    private <T> EventBatch<T> read(byte[] body, ElementReader<T> reader) {
        JsonNode root = json.readTree(body);
        List<T> events = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        if (!root.isArray()) {
            add(events, reader, root, new Findings("#", violations));
        } else if (root.isEmpty() || root.size() > maxBatch) {
            violations.add(new Violation("#", "must hold 1 to " + maxBatch + " events"));
        } else {
            for (int i = 0; i < root.size() && violations.size() < MOST_VIOLATIONS; i++) {
                add(events, reader, root.get(i), new Findings("#/" + i, violations));
            }
        }
        return new EventBatch<>(events, violations);
    }

    private static <T> void add(List<T> events, ElementReader<T> reader, JsonNode node, Findings findings) {
        if (!node.isObject()) {
            findings.add("", "must be an object");
            return;
        }
        T event = reader.read(node, findings);
        if (event != null) {
            events.add(event);
        }
    }

    private static @Nullable Integer registration(JsonNode event, Findings findings) {
        JsonNode count = event.path("count");
        if (count.isMissingNode()) {
            return 1;
        }
        if (!count.isIntegralNumber()
                || !count.canConvertToInt()
                || count.intValue() < 1
                || count.intValue() > MOST_REGISTRATIONS) {
            findings.add("count", "must be a whole number from 1 to " + MOST_REGISTRATIONS + ", or absent");
            return null;
        }
        return count.intValue();
    }

    private static @Nullable Trade trade(JsonNode event, Findings findings) {
        Optional<String> symbol = text(event, "symbol").flatMap(Trade::symbol);
        Optional<Trade.Side> side = text(event, "side").flatMap(EventReader::side);
        Optional<BigDecimal> volume = decimal(event.path("volume")).filter(EventReader::bounded);
        if (symbol.isEmpty()) {
            findings.add("symbol", "must be " + Trade.SYMBOL_RULE);
        }
        if (side.isEmpty()) {
            findings.add("side", "must be buy or sell");
        }
        if (volume.isEmpty()) {
            findings.add(
                    "volume",
                    "must be a decimal number or string above 0 and at most " + Trade.MOST_VOLUME + ", with at most "
                            + Trade.MOST_DECIMALS + " decimals");
        }
        return symbol.isPresent() && side.isPresent() && volume.isPresent()
                ? new Trade(symbol.get(), side.get(), volume.get())
                : null;
    }

    private static Optional<String> text(JsonNode event, String field) {
        JsonNode value = event.path(field);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    private static Optional<Trade.Side> side(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "buy" -> Optional.of(Trade.Side.BUY);
            case "sell" -> Optional.of(Trade.Side.SELL);
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> decimal(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        if (!value.isString() || value.stringValue().length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.stringValue()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean bounded(BigDecimal volume) {
        return volume.signum() > 0
                && volume.compareTo(Trade.MOST_VOLUME) <= 0
                && volume.stripTrailingZeros().scale() <= Trade.MOST_DECIMALS;
    }
}

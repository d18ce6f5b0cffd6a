package io.tocsin.metrics.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The meters of business events; the number of symbols is bounded. */
@Component
class EventMeters {

    static final String OTHER = "other";

    private final MeterRegistry registry;
    private final Set<String> allowed;
    private final int mostSymbols;
    private final Counter registrations;
    private final Map<String, Map<Trade.Side, Volume>> volumes = new ConcurrentHashMap<>();

    EventMeters(MeterRegistry registry, EventProperties properties) {
        this.registry = registry;
        this.allowed = properties.symbols();
        this.mostSymbols = allowed.isEmpty() ? properties.maxSymbols() : allowed.size();
        this.registrations = Counter.builder("user.registrations")
                .description("Users that registered, as the platform's projects report them")
                .register(registry);
        allowed.forEach(this::series);
        series(OTHER);
    }

    /** The exact sum of volumes: small trades are not lost beside a large total, as they would be in a double. */
    private static final class Volume {

        private BigDecimal sum = BigDecimal.ZERO;

        synchronized void add(BigDecimal volume) {
            sum = sum.add(volume);
        }

        synchronized double total() {
            return sum.doubleValue();
        }
    }

    void registered(List<Integer> counts) {
        counts.forEach(registrations::increment);
    }

    void traded(List<Trade> trades) {
        for (Trade trade : trades) {
            Volume volume = volumesOf(trade.symbol()).get(trade.side());
            if (volume != null) {
                volume.add(trade.volume());
            }
        }
    }

    private Map<Trade.Side, Volume> volumesOf(String symbol) {
        Map<Trade.Side, Volume> known = volumes.get(symbol);
        return known == null ? admitted(symbol) : known;
    }

    /** One more symbol while the limit allows; {@code other} is an additional series. */
    private synchronized Map<Trade.Side, Volume> admitted(String symbol) {
        boolean room = allowed.isEmpty() && volumes.size() <= mostSymbols;
        return series(room || volumes.containsKey(symbol) ? symbol : OTHER);
    }

    private Map<Trade.Side, Volume> series(String symbol) {
        return volumes.computeIfAbsent(
                symbol,
                added -> Map.of(
                        Trade.Side.BUY, volume(added, Trade.Side.BUY),
                        Trade.Side.SELL, volume(added, Trade.Side.SELL)));
    }

    private Volume volume(String symbol, Trade.Side side) {
        Volume volume = new Volume();
        FunctionCounter.builder("trade.volume", volume, Volume::total)
                .description("Volume traded, as the platform's projects report it, in units of what was traded")
                .tag("symbol", symbol)
                .tag("side", side.label())
                .register(registry);
        return volume;
    }
}

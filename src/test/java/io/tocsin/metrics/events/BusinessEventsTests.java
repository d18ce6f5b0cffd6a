package io.tocsin.metrics.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.metrics.RunningService;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class BusinessEventsTests {

    private static final String REGISTRATIONS = "/api/v1/events/user-registrations";
    private static final String TRADES = "/api/v1/events/trades";
    private static final String TRADE = "{\"symbol\":\"btc/usdt\",\"side\":\"buy\",\"volume\":\"0.1\"}";

    @TempDir
    private static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(folder, "tocsin.metrics.events.max-payload=4KB");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static double registered() {
        return service.scrape().stream()
                .filter(line -> line.startsWith("user_registrations_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private static HttpResponse<String> post(String path, String body, String... headers) {
        return service.post(path, RunningService.EVENTS_TOKEN, body, headers);
    }

    @Test
    void registrations_are_counted_one_by_one_or_in_a_batch() {
        double before = registered();
        HttpResponse<String> answer = post(REGISTRATIONS, "{}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"events\":1,\"repeated\":false}");
        assertThat(post(REGISTRATIONS, "[{\"user\":\"a\"},{\"count\":3}]").body())
                .isEqualTo("{\"events\":2,\"repeated\":false}");
        assertThat(service.scrape()).contains("# TYPE user_registrations_total counter");
        assertThat(registered() - before).isEqualTo(5);
    }

    @Test
    void volumes_are_summed_as_decimals_by_symbol_and_side() {
        String tenth = IntStream.range(0, 10).mapToObj(i -> TRADE).collect(Collectors.joining(",", "[", "]"));
        assertThat(post(TRADES, tenth).statusCode()).isEqualTo(200);
        assertThat(post(TRADES, "{\"symbol\":\"BTC/USDT\",\"side\":\"SELL\",\"volume\":2.50}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.scrape())
                .contains(
                        "# TYPE trade_volume_total counter",
                        "trade_volume_total{side=\"buy\",symbol=\"BTC/USDT\"} 1.0",
                        "trade_volume_total{side=\"sell\",symbol=\"BTC/USDT\"} 2.5");
    }

    @Test
    void symbols_beyond_the_most_share_a_series() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        EventMeters meters = new EventMeters(registry, properties(Set.of(), 2));
        Stream.of("A", "B", "C", "D", "A").forEach(symbol -> meters.traded(List.of(trade(symbol))));
        assertThat(volume(registry, "A")).isEqualTo(2);
        assertThat(volume(registry, "B")).isEqualTo(1);
        assertThat(volume(registry, "other")).isEqualTo(2);
        assertThat(registry.find("trade.volume").tag("symbol", "C").meter()).isNull();
    }

    @Test
    void symbols_that_are_named_are_the_only_ones_and_there_from_the_start() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        EventMeters meters = new EventMeters(registry, properties(Set.of("btc"), 2));
        assertThat(volume(registry, "BTC")).isZero();
        meters.traded(List.of(trade("BTC"), trade("ETH")));
        assertThat(volume(registry, "BTC")).isEqualTo(1);
        assertThat(volume(registry, "other")).isEqualTo(1);
    }

    private static EventProperties properties(Set<String> symbols, int maxSymbols) {
        return new EventProperties(symbols, maxSymbols, DataSize.ofKilobytes(4), 10, Duration.ofHours(1), 10);
    }

    private static Trade trade(String symbol) {
        return new Trade(symbol, Trade.Side.BUY, BigDecimal.ONE);
    }

    private static double volume(SimpleMeterRegistry registry, String symbol) {
        return registry.get("trade.volume")
                .tag("symbol", symbol)
                .tag("side", "buy")
                .functionCounter()
                .count();
    }

    @Test
    void one_wrong_event_counts_none_and_every_mistake_is_named() {
        HttpResponse<String> answer = post(
                TRADES,
                "[" + TRADE.replace("btc/usdt", "UNSEEN")
                        + ",{\"symbol\":\"a b\",\"side\":\"hold\",\"volume\":-1},7,{\"volume\":\"x\"}]");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains(
                        "\"status\":422",
                        "\"pointer\":\"#/1/symbol\"",
                        "{\"pointer\":\"#/1/side\",\"detail\":\"must be buy or sell\"}",
                        "\"pointer\":\"#/1/volume\"",
                        "{\"pointer\":\"#/2\",\"detail\":\"must be an object\"}",
                        "\"pointer\":\"#/3/volume\"")
                .doesNotContain("#/0");
        assertThat(service.scrape()).noneMatch(line -> line.contains("UNSEEN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0.1",
                "1e30",
                "1000000000000000.1",
                "0.0000000000000000001",
                "1e-99999999",
                "1e999999999",
                "\"NaN\"",
                "\"1,5\"",
                "\"\"",
                "null",
                "true",
                "[1]"
            })
    void a_volume_is_positive_and_bounded(String volume) {
        HttpResponse<String> answer = post(TRADES, "{\"symbol\":\"A\",\"side\":\"buy\",\"volume\":" + volume + "}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("#/volume");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';422",
                "'{';400",
                "'{} {}';400",
                "'[]';422",
                "'null';422",
                "'\"x\"';422",
                "'{\"count\":0}';422",
                "'{\"count\":1.5}';422",
                "'{\"count\":\"1\"}';422",
                "'{\"count\":1000001}';422",
                "'{\"count\":99999999999}';422"
            })
    void a_body_that_is_wrong_is_told_so(String body, int status) {
        double before = registered();
        HttpResponse<String> answer = post(REGISTRATIONS, body);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"detail\":");
        assertThat(registered()).isEqualTo(before);
    }

    @Test
    void a_body_above_the_limit_is_a_413() {
        assertThat(post(REGISTRATIONS, "{\"x\":\"" + "x".repeat(5000) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void a_batch_that_is_sent_again_with_its_key_counts_once() {
        double before = registered();
        assertThat(post(REGISTRATIONS, "{}", "Idempotency-Key", "\"a\"").body()).contains("\"repeated\":false");
        assertThat(post(REGISTRATIONS, "{}", "Idempotency-Key", "a").body()).contains("\"repeated\":true");
        assertThat(post(REGISTRATIONS, "{\"count\":2}", "Idempotency-Key", "a").statusCode())
                .isEqualTo(422);
        assertThat(post(TRADES, TRADE, "Idempotency-Key", "a").body()).contains("\"repeated\":false");
        assertThat(post(REGISTRATIONS, "{}", "Idempotency-Key", "x".repeat(256)).statusCode())
                .isEqualTo(400);
        assertThat(registered() - before).isEqualTo(1);
    }

    @Test
    void a_batch_that_was_refused_may_be_corrected_under_its_key() {
        assertThat(post(REGISTRATIONS, "{\"count\":0}", "Idempotency-Key", "b").statusCode())
                .isEqualTo(422);
        assertThat(post(REGISTRATIONS, "{\"count\":1}", "Idempotency-Key", "b").statusCode())
                .isEqualTo(200);
    }

    @Test
    void only_the_events_token_lets_in() {
        for (String token : new String[] {"", "wrong", RunningService.WEBHOOK_TOKEN, "operator-password-of-the-test"}) {
            assertThat(service.post(TRADES, token, TRADE).statusCode()).isEqualTo(401);
        }
        assertThat(service.post("/webhooks/alertmanager", RunningService.EVENTS_TOKEN, "{}")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void reading_a_body_is_timed() {
        post(TRADES, TRADE.replace("btc/usdt", "timed"));
        assertThat(service.scrape())
                .contains(
                        "# TYPE data_processing_seconds histogram",
                        "# HELP data_processing_seconds Time to read and check what arrived")
                .anyMatch(line -> line.startsWith("data_processing_seconds_count{operation=\"trades\"} "))
                .noneMatch(line -> line.startsWith("data_processing") && line.contains("exception="));
    }
}

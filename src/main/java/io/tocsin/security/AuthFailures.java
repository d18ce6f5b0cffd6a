package io.tocsin.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What becomes of a caller who was not let in: counted, written to the log with ECS's fields, and slowed down.
 *
 * <p>Only after the credentials were wrong: who shows the right ones passes, whatever others at its address do. The form to sign
 * in alone looks before: it is for people, who can wait a minute. It does not wait for what is wrong elsewhere: an Alertmanager
 * with an old token, behind the same address, keeps nobody from signing in.
 */
@Component
class AuthFailures {

    private static final Logger log = LoggerFactory.getLogger(AuthFailures.class);

    /** Where it happened; also the label of the counter. Each has a tally of its own, but the two that take the same password. */
    enum Endpoint {
        WEBHOOK,
        EVENTS,
        METRICS,
        OPERATOR,
        CONSOLE;

        boolean isOperators() {
            return this == OPERATOR || this == CONSOLE;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int LINES_PER_MINUTE = 60;

    private final LineBudget lines = new LineBudget(LINES_PER_MINUTE, System::nanoTime);
    private final Map<Endpoint, Counter> counters = new EnumMap<>(Endpoint.class);
    private final Map<Endpoint, FailureTally> tallies = new EnumMap<>(Endpoint.class);
    private final FailureTally operator;

    AuthFailures(MeterRegistry registry, TocsinSecurityProperties properties) {
        this.operator = new FailureTally(properties.authFailuresPerMinute(), System::nanoTime);
        for (Endpoint endpoint : Endpoint.values()) {
            counters.put(
                    endpoint,
                    Counter.builder("tocsin.auth.failures")
                            .description("Requests whose credentials were missing or wrong")
                            .tag("endpoint", endpoint.label())
                            .register(registry));
            tallies.put(
                    endpoint,
                    endpoint.isOperators()
                            ? operator
                            : new FailureTally(properties.authFailuresPerMinute(), System::nanoTime));
        }
    }

    /** Whether the address showed more often within the minute what is not the operator's password than is borne. */
    boolean tooManyForOperator(HttpServletRequest request) {
        return operator.tooMany(operator.count(ClientAddress.of(request.getRemoteAddr())));
    }

    /**
     * Takes note of a failure.
     *
     * @return true when the address fails too often here, and should be told so
     */
    boolean failed(Endpoint endpoint, HttpServletRequest request) {
        Counter counter = counters.get(endpoint);
        if (counter != null) {
            counter.increment();
        }
        ClientAddress address = ClientAddress.of(request.getRemoteAddr());
        FailureTally tally = tallies.getOrDefault(endpoint, operator);
        int count = tally.add(address);
        if (tally.tellsOf(count)) {
            log(endpoint, request.getMethod(), address.text(), count);
        }
        return tally.tooMany(count);
    }

    private void log(Endpoint endpoint, String method, String address, int count) {
        LineBudget.Answer answer = lines.take();
        if (answer == LineBudget.Answer.NO) {
            return;
        }
        log.atWarn()
                .addKeyValue("event.kind", "event")
                .addKeyValue("event.category", "authentication")
                .addKeyValue("event.outcome", "failure")
                .addKeyValue("source.ip", address)
                .addKeyValue("http.request.method", method)
                .addKeyValue("tocsin.endpoint", endpoint.label())
                .log(
                        "Credentials from {} were missing or wrong at the {} endpoint, {} times within a minute{}",
                        address,
                        endpoint.label(),
                        count,
                        answer == LineBudget.Answer.LAST
                                ? "; further failures of this minute are only counted in tocsin_auth_failures_total"
                                : "");
    }
}

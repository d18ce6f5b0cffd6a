package io.tocsin.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.audit.AuditLog;
import io.tocsin.audit.Caller;
import io.tocsin.security.http.ClientAddress;
import io.tocsin.security.http.LineBudget;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Handles callers without valid credentials: counts, logs with ECS's fields, and slows them down.
 *
 * <p>A valid token always passes, whatever others at its address do: it is long and random, and alerts must arrive. An
 * operator's password is chosen by a person: beyond the limit, an address has it checked only after a delay, and few at a time.
 * That slows a guesser down to a few tries a second and yet locks no one out: the right password gets in with a delay.
 */
@Component
class AuthFailures {

    private static final Logger log = LoggerFactory.getLogger(AuthFailures.class);

    /** Where it happened; also the label of the counter. Each has a tally of its own: wrong tokens do not block signing in. */
    enum Endpoint {
        WEBHOOK,
        EVENTS,
        METRICS,

        /** An operator's password, by HTTP basic. */
        OPERATOR,

        /** An operator's password, by the form. */
        CONSOLE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int LINES_PER_MINUTE = 60;

    /** Failed sign-ins in the audit log within a minute, of all addresses: any client can cause them. */
    private static final int NOTED_PER_MINUTE = 20;

    private final LineBudget lines = new LineBudget(LINES_PER_MINUTE, System::nanoTime);
    private final LineBudget noted = new LineBudget(NOTED_PER_MINUTE, System::nanoTime);

    private record Watch(Counter counter, FailureTally tally, SlowLane slowLane) {}

    private final Map<Endpoint, Watch> watches = new EnumMap<>(Endpoint.class);
    private final AuditLog audit;

    @Autowired
    AuthFailures(MeterRegistry registry, TocsinSecurityProperties properties, AuditLog audit) {
        this(registry, properties, audit, SlowLane::aSecond);
    }

    AuthFailures(MeterRegistry registry, TocsinSecurityProperties properties, AuditLog audit, SlowLane.Pause pause) {
        this.audit = audit;
        for (Endpoint endpoint : Endpoint.values()) {
            Counter counter = Counter.builder("tocsin.auth.failures")
                    .description("Requests whose credentials were missing or wrong")
                    .tag("endpoint", endpoint.label())
                    .register(registry);
            FailureTally tally = new FailureTally(properties.authFailuresPerMinute(), System::nanoTime);
            watches.put(endpoint, new Watch(counter, tally, new SlowLane(pause)));
        }
    }

    private Watch watch(Endpoint endpoint) {
        return Objects.requireNonNull(watches.get(endpoint));
    }

    /**
     * Whether the credentials of a request may be checked; delays the request first when its address failed too often.
     *
     * @return false when it failed too often and others are already being delayed
     */
    boolean admits(Endpoint endpoint, HttpServletRequest request) {
        Watch watch = watch(endpoint);
        int count = watch.tally().count(ClientAddress.of(request.getRemoteAddr()));
        return !watch.tally().tooMany(count) || watch.slowLane().pass();
    }

    /**
     * Records a failed sign-in, in the audit log as well.
     *
     * @return true when the address fails too often here, and the answer should say so
     */
    boolean signInFailed(Endpoint endpoint, HttpServletRequest request, AuthenticationException failure) {
        boolean tooMany = failed(endpoint, request);
        Watch watch = watch(endpoint);
        int count = watch.tally().count(ClientAddress.of(request.getRemoteAddr()));
        if (watch.tally().tellsOf(count) && noted.take() != LineBudget.Answer.NO) {
            Authentication tried = failure.getAuthenticationRequest();
            audit.note(
                    AuditLog.SIGN_IN_FAILED,
                    endpoint == Endpoint.CONSOLE ? "form" : "basic",
                    count + " within a minute",
                    new Caller(tried == null ? "" : tried.getName(), request.getRemoteAddr()));
        }
        return tooMany;
    }

    /**
     * Records a failure.
     *
     * @return true when the address fails too often here, and the answer should say so
     */
    boolean failed(Endpoint endpoint, HttpServletRequest request) {
        Watch watch = watch(endpoint);
        watch.counter().increment();
        ClientAddress address = ClientAddress.of(request.getRemoteAddr());
        FailureTally tally = watch.tally();
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

package io.tocsin.metrics.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The meters of HTTP requests; every label is one of a bounded set. */
@Component
class HttpMeters {

    private static final int MOST_ENDPOINTS = 100;
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private final MeterRegistry registry;
    private final Endpoints endpoints = new Endpoints(MOST_ENDPOINTS);
    private final Map<Request, Recorder> recorders = new ConcurrentHashMap<>();
    private volatile @Nullable AbstractProtocol<?> protocol;

    HttpMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("http.active.connections", this, HttpMeters::connections)
                .description("Connections that are open at the HTTP port")
                .strongReference(true)
                .register(registry);
    }

    private record Request(String method, String endpoint, int status) {}

    private record Recorder(Counter requests, Timer duration) {}

    /**
     * Counts one answered request.
     *
     * @param method the method as it was sent
     * @param template the route template; null when no route matched
     * @param status the status of the answer
     * @param nanos the duration
     */
    void record(String method, @Nullable Object template, int status, long nanos) {
        Request request = new Request(
                METHODS.contains(method) ? method : Endpoints.UNKNOWN,
                endpoints.label(template),
                status >= 100 && status < 600 ? status : 0);
        Recorder recorder = recorders.get(request);
        if (recorder == null) {
            recorder = recorders.computeIfAbsent(request, this::recorder);
        }
        recorder.requests.increment();
        recorder.duration.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Recorder recorder(Request request) {
        return new Recorder(
                Counter.builder("http.requests")
                        .description("HTTP requests answered")
                        .tag("method", request.method)
                        .tag("endpoint", request.endpoint)
                        .tag("status", request.status == 0 ? Endpoints.UNKNOWN : Integer.toString(request.status))
                        .register(registry),
                Timer.builder("http.request.duration")
                        .description("Time from a request's headers to the end of its answer")
                        .tag("method", request.method)
                        .tag("endpoint", request.endpoint)
                        .register(registry));
    }

    @EventListener
    void webServerStarted(ServletWebServerInitializedEvent event) {
        boolean application = event.getApplicationContext().getServerNamespace() == null;
        if (application
                && event.getWebServer() instanceof TomcatWebServer server
                && server.getTomcat().getConnector().getProtocolHandler() instanceof AbstractProtocol<?> handler) {
            protocol = handler;
        }
    }

    private double connections() {
        AbstractProtocol<?> handler = protocol;
        return handler == null ? 0 : Math.max(0, handler.getConnectionCount());
    }
}

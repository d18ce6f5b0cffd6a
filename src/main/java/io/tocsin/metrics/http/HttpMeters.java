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
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The meters of HTTP requests; every label is one of a bounded set. */
@Component
class HttpMeters {

    private static final int MOST_ENDPOINTS = 100;
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private final MeterRegistry registry;
    private final boolean serverRequests;
    private final Endpoints endpoints = new Endpoints(MOST_ENDPOINTS);
    private final Map<Request, Recorder> recorders = new ConcurrentHashMap<>();
    private volatile @Nullable AbstractProtocol<?> protocol;

    HttpMeters(MeterRegistry registry, HttpMeterProperties properties) {
        this.registry = registry;
        this.serverRequests = properties.serverRequests();
        Gauge.builder("http.active.connections", this, HttpMeters::connections)
                .description("Connections that are open at the HTTP port")
                .strongReference(true)
                .register(registry);
    }

    private record Request(String method, String endpoint, int status) {}

    /**
     * The meters of one kind of request.
     *
     * @param server the one under Spring Boot's names; null when there is none
     */
    private record Recorder(
            Counter requests, Timer duration, @Nullable Timer server) {}

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
        if (recorder.server != null) {
            recorder.server.record(nanos, TimeUnit.NANOSECONDS);
        }
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
                        .register(registry),
                serverRequests ? server(request) : null);
    }

    /** With the tags of Spring Boot (its documentation, "Spring MVC metrics"); an exception's name is not known here. */
    private Timer server(Request request) {
        HttpStatus.Series series = HttpStatus.Series.resolve(request.status);
        String outcome = series == null ? Endpoints.UNKNOWN : series.name().replace("SUCCESSFUL", "SUCCESS");
        return Timer.builder("http.server.requests")
                .description("The same under Spring Boot's names")
                .tag("method", request.method)
                .tag("uri", request.endpoint)
                .tag("status", request.status == 0 ? Endpoints.UNKNOWN : Integer.toString(request.status))
                .tag("outcome", outcome)
                .tag("exception", "none")
                .tag("error", "none")
                .register(registry);
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

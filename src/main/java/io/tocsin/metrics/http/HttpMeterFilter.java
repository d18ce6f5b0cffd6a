package io.tocsin.metrics.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Times every request.
 *
 * <p>Two meters need neither an observation nor its context: thousands of webhooks a second pass through here.
 */
final class HttpMeterFilter implements Filter {

    private final HttpMeters meters;

    HttpMeterFilter(HttpMeters meters) {
        this.meters = meters;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Exchange exchange =
                new Exchange((HttpServletRequest) request, (HttpServletResponse) response, System.nanoTime());
        boolean answered = false;
        try {
            chain.doFilter(request, response);
            answered = true;
        } finally {
            if (answered && request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new WhenComplete(exchange));
            } else {
                record(exchange, answered);
            }
        }
    }

    /** A request that ends in an exception is answered 500 by the container, later. */
    private void record(Exchange exchange, boolean answered) {
        meters.record(
                exchange.request.getMethod(),
                exchange.request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
                answered ? exchange.response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                System.nanoTime() - exchange.startedAt);
    }

    private record Exchange(HttpServletRequest request, HttpServletResponse response, long startedAt) {}

    private final class WhenComplete implements AsyncListener {

        private final Exchange exchange;

        WhenComplete(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            record(exchange, true);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}

package io.tocsin.security.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers requests that nothing else could answer: 400 for malformed HTTP, without a log line; 500 for a fault of Tocsin, with
 * its stack trace, but a limited number a minute. Tomcat would log both without limit.
 */
public final class RequestFaultFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(RequestFaultFilter.class);
    private static final int TRACES_PER_MINUTE = 5;

    private final LineBudget traces = new LineBudget(TRACES_PER_MINUTE, System::nanoTime);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (IOException e) {
            // The client disconnected, stalled, or was disconnected: there is no reader of a response.
            log.debug("A client is gone", e);
            respond(response, HttpStatus.BAD_REQUEST);
        } catch (ServletException | RuntimeException e) {
            if (isMalformed(e)) {
                log.debug("A request is not formed as HTTP asks", e);
                respond(response, HttpStatus.BAD_REQUEST);
            } else {
                fault(request, response, e);
            }
        }
    }

    private static boolean isMalformed(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = next(cause)) {
            if (cause instanceof InvalidParameterException || cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Throwable next(Throwable fault) {
        return fault.getCause() == fault ? null : fault.getCause();
    }

    private void fault(HttpServletRequest request, HttpServletResponse response, Exception e) throws IOException {
        LineBudget.Answer answer = traces.take();
        if (answer != LineBudget.Answer.NO) {
            log.error(
                    "A {} request could not be answered{}",
                    request.getMethod(),
                    answer == LineBudget.Answer.LAST ? "; others within this minute are not logged" : "",
                    e);
        }
        if (!response.isCommitted()) {
            // The error page for this kind of client.
            response.sendError(HttpStatus.INTERNAL_SERVER_ERROR.value());
        }
    }

    private static void respond(HttpServletResponse response, HttpStatus status) throws IOException {
        if (!response.isCommitted()) {
            response.reset();
            Problems.answer(response, status, "the request is not formed as HTTP asks");
        }
    }
}

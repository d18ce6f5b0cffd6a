package io.tocsin.security;

import io.tocsin.audit.AuditLog;
import io.tocsin.audit.Caller;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.SessionManagementConfigurer;
import org.springframework.security.config.annotation.web.configurers.SessionManagementConfigurer.SessionFixationConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How long a session lasts and how many an operator has.
 *
 * @param registry the open sessions of this process
 * @param properties the limits
 * @param audit where sign-outs are recorded
 * @param clock the time
 */
record ConsoleSessions(
        SessionRegistry registry, TocsinSecurityProperties properties, AuditLog audit, InstantSource clock) {

    /** The parameter of the sign-out form that ends all sessions of its sender. */
    private static final String EVERYWHERE = "everywhere";

    /**
     * The session that was idle longest is replaced by a new one; each sign-in starts a session, so that its age counts from
     * there.
     */
    void limit(SessionManagementConfigurer<HttpSecurity> management) {
        management
                .sessionFixation(SessionFixationConfigurer::newSession)
                .sessionConcurrency(concurrency -> concurrency
                        .maximumSessions(properties.sessionsPerOperator())
                        .sessionRegistry(registry)
                        // Its session has ended by then: public pages are shown, anything else asks for a sign-in.
                        .expiredSessionStrategy(ended -> Objects.requireNonNull(ended.getFilterChain())
                                .doFilter(ended.getRequest(), ended.getResponse())));
    }

    /** Ends a session that has reached its age, before anything reads it: a page that refreshes itself is never idle. */
    Filter lifetime() {
        return new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                HttpSession session = request.getSession(false);
                if (session != null
                        && clock.millis() - session.getCreationTime()
                                >= properties.sessionLifetime().toMillis()) {
                    session.invalidate();
                }
                chain.doFilter(request, response);
            }
        };
    }

    /** Records the sign-out, and ends the other sessions as well when the form requests it. */
    void end(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication operator) {
        if (operator == null) {
            return;
        }
        boolean everywhere = request.getParameter(EVERYWHERE) != null;
        audit.note(
                "sign-out",
                everywhere ? "all sessions" : "this session",
                "ok",
                new Caller(operator.getName(), request.getRemoteAddr()));
        if (everywhere) {
            registry.getAllSessions(operator.getName(), false).forEach(SessionInformation::expireNow);
        }
    }
}

package io.tocsin.security;

import io.tocsin.audit.AuditLog;
import io.tocsin.audit.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Records who uses HTTP basic, once an hour for each address: every request of a script is a sign-in of its own. */
final class BasicUse extends OncePerRequestFilter {

    private final AuditLog audit;

    BasicUse(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader(HttpHeaders.AUTHORIZATION) != null && request.getRemoteUser() != null) {
            audit.noteOnce("sign-in", "basic", "ok", Caller.of(request));
        }
        chain.doFilter(request, response);
    }
}

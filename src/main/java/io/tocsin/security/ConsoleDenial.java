package io.tocsin.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Refuses what an operator's role does not allow, and forms without their token; an expired session leads to the sign-in form.
 */
final class ConsoleDenial implements AccessDeniedHandler {

    private final AuthenticationEntryPoint challenge;

    ConsoleDenial(AuthenticationEntryPoint challenge) {
        this.challenge = challenge;
    }

    /** The error's message says which, for the error page. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        boolean form = denied instanceof CsrfException;
        if (form && request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid()) {
            challenge.commence(request, response, new InsufficientAuthenticationException("the session has ended"));
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, form ? "form" : "role");
        }
    }
}

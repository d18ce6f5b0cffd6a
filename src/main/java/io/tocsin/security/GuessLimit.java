package io.tocsin.security;

import io.tocsin.security.AuthFailures.Endpoint;
import io.tocsin.security.http.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Slows down guessing of an operator's password, by the form or by HTTP basic; precedes the filters that check it. */
final class GuessLimit extends OncePerRequestFilter {

    private final AuthFailures failures;

    GuessLimit(AuthFailures failures) {
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean form = "POST".equals(request.getMethod()) && ConsoleSecurity.SIGN_IN.equals(request.getServletPath());
        if (form && !failures.admits(Endpoint.CONSOLE, request)) {
            response.sendRedirect(SignInResult.form("wait", request));
        } else if (!form
                && request.getHeader(HttpHeaders.AUTHORIZATION) != null
                && !failures.admits(Endpoint.OPERATOR, request)) {
            Problems.tooManyFailures(response);
        } else {
            chain.doFilter(request, response);
        }
    }
}

package io.tocsin.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** An address that failed too often within the minute, here or with basic credentials, is not even asked for the password: guessing must cost time. */
final class SignInLimit extends OncePerRequestFilter {

    private final AuthFailures failures;

    SignInLimit(AuthFailures failures) {
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean signsIn =
                "POST".equals(request.getMethod()) && ConsoleSecurity.SIGN_IN.equals(request.getServletPath());
        if (signsIn && failures.tooManyForOperator(request)) {
            response.sendRedirect(SignInResult.form("wait", request));
            return;
        }
        chain.doFilter(request, response);
    }
}

package io.tocsin.security;

import io.tocsin.security.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Asks for the operator's password; a wrong one is recorded, none is merely a first request. */
final class BasicChallenge implements AuthenticationEntryPoint {

    private final AuthFailures failures;

    BasicChallenge(AuthFailures failures) {
        this.failures = failures;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        boolean shown = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        if (shown && failures.signInFailed(AuthFailures.Endpoint.OPERATOR, request, failure)) {
            Problems.tooManyFailures(response);
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, Problems.BASIC_CHALLENGE);
        Problems.unauthorized(response);
    }
}

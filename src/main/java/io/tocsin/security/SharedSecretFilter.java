package io.tocsin.security;

import io.tocsin.security.http.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Admits callers that present a secret, as a bearer token (RFC 6750) or as the password of HTTP basic (RFC 7617) with any user
 * name; others are answered 401 before a byte of the body is read, or 429 when they try too often. The webhook has no 429: a
 * proxy in front of several senders must not make one of them drop its alerts.
 */
final class SharedSecretFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final SharedSecret secret;
    private final AuthFailures failures;
    private final AuthFailures.Endpoint endpoint;

    SharedSecretFilter(SharedSecret secret, AuthFailures failures, AuthFailures.Endpoint endpoint) {
        this.secret = secret;
        this.failures = failures;
        this.endpoint = endpoint;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String presented = presented(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (presented != null && secret.matches(presented)) {
            chain.doFilter(request, response);
        } else if (failures.failed(endpoint, request) && endpoint != AuthFailures.Endpoint.WEBHOOK) {
            Problems.tooManyFailures(response);
        } else {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, Problems.BEARER_CHALLENGE);
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, Problems.BASIC_CHALLENGE);
            Problems.unauthorized(response);
        }
    }

    private static @Nullable String presented(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        boolean basic = authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
        return basic ? password(authorization.substring(BASIC.length()).strip()) : null;
    }

    private static @Nullable String password(String encoded) {
        try {
            String userAndPassword = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = userAndPassword.indexOf(':');
            return colon < 0 ? null : userAndPassword.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

package io.tocsin.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Redirects a browser to the sign-in form, and challenges other clients for basic credentials. */
final class SignInChallenge implements AuthenticationEntryPoint {

    private final AuthenticationEntryPoint basic;

    SignInChallenge(AuthenticationEntryPoint basic) {
        this.basic = basic;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException, ServletException {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean shown = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        if (!shown && "true".equals(request.getHeader("HX-Request"))) {
            // A page that refreshes itself: htmx follows this header, whatever the status.
            response.setHeader("HX-Redirect", signIn(path(request.getHeader("HX-Current-URL"))));
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else if (!shown && accept != null && accept.contains(MediaType.TEXT_HTML_VALUE)) {
            response.sendRedirect(signIn(asked(request)));
        } else {
            basic.commence(request, response, failure);
        }
    }

    private static @Nullable String asked(HttpServletRequest request) {
        if (!"GET".equals(request.getMethod())) {
            return null;
        }
        String query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    }

    private static @Nullable String path(@Nullable String url) {
        try {
            URI uri = URI.create(url == null ? "" : url);
            String query = uri.getRawQuery();
            return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + query;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String signIn(@Nullable String asked) {
        return asked == null || asked.equals("/") || !SignInResult.isOwn(asked)
                ? ConsoleSecurity.SIGN_IN
                : ConsoleSecurity.SIGN_IN + "?to=" + URLEncoder.encode(asked, StandardCharsets.UTF_8);
    }
}

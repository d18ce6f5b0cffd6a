package io.tocsin.security;

import io.tocsin.audit.AuditLog;
import io.tocsin.audit.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/** Redirects to the requested page, or back to the form. */
final class SignInResult implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    /** A path of this site: a second slash, or what browsers treat as one, would name another host. */
    private static final Pattern OWN = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]{0,2000}");

    private final AuthFailures failures;
    private final AuditLog audit;

    SignInResult(AuthFailures failures, AuditLog audit) {
        this.failures = failures;
        this.audit = audit;
    }

    static boolean isOwn(String path) {
        return OWN.matcher(path).matches();
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication operator) throws IOException {
        audit.note("sign-in", "form", "ok", new Caller(operator.getName(), request.getRemoteAddr()));
        String to = to(request);
        response.sendRedirect(to == null ? "/" : to);
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        boolean tooMany = failures.signInFailed(AuthFailures.Endpoint.CONSOLE, request, failure);
        response.sendRedirect(form(tooMany ? "wait" : "failed", request));
    }

    static String form(String why, HttpServletRequest request) {
        String to = to(request);
        String form = ConsoleSecurity.SIGN_IN + "?" + why;
        return to == null ? form : form + "&to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    }

    private static @Nullable String to(HttpServletRequest request) {
        String to = request.getParameter("to");
        return to != null && isOwn(to) ? to : null;
    }
}

package io.tocsin.console;

import io.tocsin.delivery.Caller;
import jakarta.servlet.http.HttpServletRequest;

/** Says who presses a button, for the audit log. */
final class Callers {

    private Callers() {}

    static Caller of(HttpServletRequest request) {
        String user = request.getRemoteUser();
        return new Caller(user == null ? "" : user, request.getRemoteAddr());
    }
}

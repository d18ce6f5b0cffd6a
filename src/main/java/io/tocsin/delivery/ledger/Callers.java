package io.tocsin.delivery.ledger;

import io.tocsin.delivery.Caller;
import jakarta.servlet.http.HttpServletRequest;

/** Says who sent a request. */
final class Callers {

    private Callers() {}

    static Caller of(HttpServletRequest request) {
        String user = request.getRemoteUser();
        return new Caller(user == null ? "" : user, request.getRemoteAddr());
    }
}

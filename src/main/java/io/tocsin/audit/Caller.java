package io.tocsin.audit;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The sender of a request.
 *
 * @param name the user's name; empty when not signed in
 * @param address where the request came from
 */
public record Caller(String name, String address) {

    /** The sender of this request. */
    public static Caller of(HttpServletRequest request) {
        String user = request.getRemoteUser();
        return new Caller(user == null ? "" : user, request.getRemoteAddr());
    }
}

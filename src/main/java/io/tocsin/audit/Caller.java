package io.tocsin.audit;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Who asks for something.
 *
 * @param name the user's name; empty when nobody has signed in
 * @param address where the request came from
 */
public record Caller(String name, String address) {

    /** Who sent a request. */
    public static Caller of(HttpServletRequest request) {
        String user = request.getRemoteUser();
        return new Caller(user == null ? "" : user, request.getRemoteAddr());
    }
}

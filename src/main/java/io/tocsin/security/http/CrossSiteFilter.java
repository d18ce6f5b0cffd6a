package io.tocsin.security.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that another site made a browser send: a browser adds the operator's basic credentials to such a request by
 * itself. Read-only requests to the API are refused as well: the page cannot see the response, but the query has the same cost.
 *
 * <p>Every current browser sends the origin of a request, in {@code Sec-Fetch-Site} (W3C Fetch Metadata; only over https and to
 * the own machine) or in {@code Origin} (the Fetch standard, for every method but GET and HEAD). A request with neither is not
 * from a browser. In addition, the API does not accept the body types that a page may send elsewhere without asking (the Fetch
 * standard's safelisted ones), so that a browser without these headers can send no form either.
 */
public final class CrossSiteFilter extends OncePerRequestFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> OWN = Set.of("same-origin", "none");
    private static final Set<String> FORM_TYPES =
            Set.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

    private final boolean pages;

    private CrossSiteFilter(boolean pages) {
        this.pages = pages;
    }

    /** For the API, which accepts no forms. */
    public static CrossSiteFilter api() {
        return new CrossSiteFilter(false);
    }

    /** For the pages: links from elsewhere, as in messages, lead to them, and their forms also carry a token. */
    public static CrossSiteFilter pages() {
        return new CrossSiteFilter(true);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean reads = SAFE.contains(request.getMethod());
        if (pages && (reads || !fromElsewhere(request))) {
            chain.doFilter(request, response);
        } else if (pages) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "site");
        } else if (fromElsewhere(request)) {
            Problems.answer(response, HttpStatus.FORBIDDEN, "the request comes from a page of another site");
        } else if (!reads && isForm(request.getContentType())) {
            Problems.answer(
                    response,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "no forms here: send no body and no Content-Type, or application/json");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean fromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !OWN.contains(site);
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && !authority(origin).equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
    }

    /** Host and port of an origin; an invalid origin (such as {@code null}, for a page that hides its own) equals no host. */
    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isForm(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return FORM_TYPES.contains(type);
    }
}

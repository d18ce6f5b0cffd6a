package io.tocsin.delivery.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Errors as problem details (RFC 9457). */
final class Problem {

    private static final String RETRY_SECONDS = "5";

    private Problem() {}

    static ErrorResponseException of(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    /** The store does not answer now; it may soon. */
    static ErrorResponseException unavailable(String detail) {
        ErrorResponseException problem = of(HttpStatus.SERVICE_UNAVAILABLE, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        return problem;
    }
}

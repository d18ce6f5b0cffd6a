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

    /** A query parameter is wrong. */
    static ErrorResponseException parameter(String name, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, name + ": " + detail);
        problem.setProperty("parameter", name);
        return new ErrorResponseException(HttpStatus.BAD_REQUEST, problem, null);
    }

    /** The store does not answer now; it may soon. */
    static ErrorResponseException unavailable(String detail) {
        ErrorResponseException problem = of(HttpStatus.SERVICE_UNAVAILABLE, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        return problem;
    }
}

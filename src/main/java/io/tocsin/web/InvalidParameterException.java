package io.tocsin.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A query parameter is wrong: a 400 whose problem details say which, in {@code parameter}, and why. */
public class InvalidParameterException extends ErrorResponseException {

    public InvalidParameterException(String name, String detail) {
        super(HttpStatus.BAD_REQUEST, problem(name, detail), null);
    }

    private static ProblemDetail problem(String name, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
        problem.setProperty("parameter", name);
        return problem;
    }
}

package io.tocsin.logs.http;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogsUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers failed queries with problem details, RFC 9457. */
@RestControllerAdvice(assignableTypes = LogsController.class)
class LogProblems {

    private static final Logger log = LoggerFactory.getLogger(LogProblems.class);

    @ExceptionHandler
    ProblemDetail invalid(InvalidLogQueryException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(LogsUnavailableException e) {
        log.warn("A log query is not answered: {}", e.getMessage());
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE);
        if (!e.retryAfter().isZero()) {
            answer.header(HttpHeaders.RETRY_AFTER, String.valueOf(e.retryAfter().toSeconds()));
        }
        return answer.body(
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage())));
    }
}

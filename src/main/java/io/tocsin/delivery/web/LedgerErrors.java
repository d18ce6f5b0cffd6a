package io.tocsin.delivery.web;

import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.history.InvalidCursorException;
import io.tocsin.web.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Converts the exceptions of the delivery feature to problem details; Spring converts its own. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(basePackageClasses = LedgerErrors.class)
class LedgerErrors {

    private static final Logger log = LoggerFactory.getLogger(LedgerErrors.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongCursor(InvalidCursorException wrong) {
        return answer(new InvalidParameterException("cursor", "cursor: " + wrong.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notStored(OutboxException refused) {
        return answer(Problem.unavailable(
                refused.kind() == OutboxException.Kind.FULL
                        ? String.valueOf(refused.getMessage())
                        : "the outbox did not store it"));
    }

    /** The driver's message may name the store's host and user, so it stays in the log. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> notRead(DataAccessException fault) {
        log.warn("The ledger cannot be read: {}", fault.toString());
        return answer(Problem.unavailable("the store does not answer"));
    }

    private static ResponseEntity<ProblemDetail> answer(ErrorResponseException problem) {
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .body(problem.getBody());
    }
}

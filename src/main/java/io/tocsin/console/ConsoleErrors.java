package io.tocsin.console;

import io.tocsin.console.forms.BadParameterException;
import io.tocsin.console.forms.NoSuchPageException;
import io.tocsin.console.view.UiFactory;
import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.history.InvalidCursorException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers errors of a page with an error page that reveals no internals. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(basePackageClasses = ConsoleErrors.class)
class ConsoleErrors {

    private static final Logger log = LoggerFactory.getLogger(ConsoleErrors.class);

    private final UiFactory uis;

    ConsoleErrors(UiFactory uis) {
        this.uis = uis;
    }

    @ExceptionHandler
    ModelAndView notThere(NoSuchPageException e) {
        return page(HttpStatus.NOT_FOUND, e.key(), e.arguments());
    }

    @ExceptionHandler
    ModelAndView notUnderstood(BadParameterException e) {
        return page(HttpStatus.BAD_REQUEST, e.key(), e.arguments());
    }

    @ExceptionHandler
    ModelAndView notUnderstood(MethodArgumentTypeMismatchException e) {
        return page(HttpStatus.BAD_REQUEST, "error.parameter", List.of(e.getName()));
    }

    @ExceptionHandler
    ModelAndView incomplete(MissingServletRequestParameterException e) {
        return page(HttpStatus.BAD_REQUEST, "error.parameter", List.of(e.getParameterName()));
    }

    @ExceptionHandler
    ModelAndView staleCursor(InvalidCursorException e) {
        return page(HttpStatus.BAD_REQUEST, "error.parameter", List.of("cursor"));
    }

    @ExceptionHandler({DataAccessException.class, OutboxException.class})
    ModelAndView storeDoesNotAnswer(Exception e) {
        log.warn(
                "A page cannot be shown: the store does not answer ({})",
                e.getClass().getSimpleName());
        log.debug("The store's failure", e);
        return page(HttpStatus.SERVICE_UNAVAILABLE, "error.store", List.of());
    }

    /** An unknown or unreadable address belongs to no feature; only a browser is shown an error page for it. */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    @ControllerAdvice
    static class NoSuchAddress {

        private final ConsoleErrors errors;

        NoSuchAddress(ConsoleErrors errors) {
            this.errors = errors;
        }

        @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
        Object nothing(Exception e, HttpServletRequest request) {
            return answer(HttpStatus.NOT_FOUND, "error.nothing", (ErrorResponse) e, request);
        }

        @ExceptionHandler
        Object notThatWay(
                HttpRequestMethodNotSupportedException e, HttpServletRequest request, HttpServletResponse response) {
            response.setHeader(HttpHeaders.ALLOW, e.getHeaders().getFirst(HttpHeaders.ALLOW));
            return answer(HttpStatus.METHOD_NOT_ALLOWED, "error.method", e, request);
        }

        private Object answer(HttpStatus status, String key, ErrorResponse e, HttpServletRequest request) {
            String accept = request.getHeader(HttpHeaders.ACCEPT);
            return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE)
                    ? errors.page(status, key, List.of())
                    : ResponseEntity.status(status).body(e.getBody());
        }
    }

    private ModelAndView page(HttpStatus status, String key, List<Object> arguments) {
        ModelAndView page = new ModelAndView("problem");
        page.setStatus(status);
        page.addObject("ui", uis.current());
        page.addObject("status", status.value());
        page.addObject("messageKey", key);
        page.addObject("messageArgs", arguments);
        return page;
    }
}

package io.tocsin.security.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers errors that the container reports; not found when called as an address of its own. */
@RestController
class ErrorAnswers implements ErrorController {

    /** The request attribute with which a controller sets another status than the container. */
    static final String STATUS = "io.tocsin.error.status";

    @RequestMapping("${spring.web.error.path:${error.path:/error}}")
    ResponseEntity<byte[]> error(HttpServletRequest request) {
        HttpStatus status = status(reported(request));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.body(status));
    }

    private static @Nullable Object reported(HttpServletRequest request) {
        Object named = request.getAttribute(STATUS);
        return named == null ? request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) : named;
    }

    private static HttpStatus status(@Nullable Object reported) {
        HttpStatus status = reported instanceof Integer code ? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }
}

package io.tocsin.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/** Shows browsers an error page for errors that the container reports; other clients get problem details. */
@Controller
class ConsoleErrorPage {

    @RequestMapping(path = "${spring.web.error.path:${error.path:/error}}", produces = MediaType.TEXT_HTML_VALUE)
    String error(HttpServletRequest request, HttpServletResponse response, Model model) {
        HttpStatus status = status(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE));
        response.setStatus(status.value());
        model.addAttribute("status", status.value());
        model.addAttribute(
                "messageKey",
                switch (status) {
                    case NOT_FOUND -> "error.nothing";
                    case FORBIDDEN -> forbidden(request.getAttribute(RequestDispatcher.ERROR_MESSAGE));
                    default -> status.is4xxClientError() ? "error.request" : "error.inside";
                });
        model.addAttribute("messageArgs", List.of());
        return "problem";
    }

    private static String forbidden(@Nullable Object why) {
        return "role".equals(why) ? "error.role" : "site".equals(why) ? "error.site" : "error.form";
    }

    private static HttpStatus status(@Nullable Object reported) {
        HttpStatus status = reported instanceof Integer code ? HttpStatus.resolve(code) : HttpStatus.NOT_FOUND;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }
}

package io.tocsin.web;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.beans.propertyeditors.CustomCollectionEditor;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.support.ExtendedServletRequestDataBinder;

/** Binds query parameters to records, and converts what is wrong with them to problem details. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(annotations = RestController.class)
class ParameterProblems {

    /** An empty parameter is one that is not given, a comma belongs to a value, and headers are no parameters. */
    @InitBinder
    void queryOnly(WebDataBinder binder) {
        ResolvableType type = binder.getTargetType();
        if (type != null && type.toClass().isRecord()) {
            binder.registerCustomEditor(String.class, new StringTrimmerEditor(true));
            binder.registerCustomEditor(List.class, new CustomCollectionEditor(List.class));
            if (binder instanceof ExtendedServletRequestDataBinder servlet) {
                servlet.setHeaderPredicate(header -> false);
            }
        }
    }

    /** Names one parameter, the first by name. */
    @ExceptionHandler
    ProblemDetail invalid(MethodArgumentNotValidException e) {
        return e.getFieldErrors().stream()
                .min(Comparator.comparing(FieldError::getField))
                .map(ParameterProblems::problem)
                .orElse(e.getBody());
    }

    private static ProblemDetail problem(FieldError error) {
        String name = error.getField().replaceAll("\\[.*", "");
        String reason = error.isBindingFailure()
                ? mismatch(error.unwrap(TypeMismatchException.class).getRequiredType())
                : String.valueOf(error.getDefaultMessage());
        return new InvalidParameterException(name, name + " " + reason).getBody();
    }

    private static String mismatch(@Nullable Class<?> required) {
        if (required != null && required.isEnum()) {
            return "must be one of " + Arrays.toString(required.getEnumConstants());
        }
        return "must be a whole number";
    }
}

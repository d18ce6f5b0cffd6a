package io.tocsin.configuration;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.audit.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The state of the configuration, and its reload. */
@Tag(name = "configuration")
@RestController
@RequestMapping("/api/v1/configuration")
class ConfigurationController {

    private final ConfigurationReloads reloads;

    ConfigurationController(ConfigurationReloads reloads) {
        this.reloads = reloads;
    }

    @Operation(summary = "Which configuration is used, and the outcome of the latest reload")
    @GetMapping
    ConfigurationView state() {
        return reloads.view();
    }

    @Operation(
            summary = "Reads, checks and applies the files of the configuration",
            description = "Routes, targets, mentions, people, severities and rate limits are replaced at once, or, when"
                    + " anything is wrong, not at all: the answer is 422 then and says in `problems` what is wrong.")
    @PostMapping("/reload")
    ReloadAttempt reload(HttpServletRequest request) {
        ReloadAttempt attempt = reloads.reload(Caller.of(request));
        if (!attempt.applied()) {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                    HttpStatus.UNPROCESSABLE_CONTENT, "the configuration cannot be used; the earlier one stays in use");
            problem.setProperty("problems", attempt.problems());
            throw new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT, problem, null);
        }
        return attempt;
    }
}

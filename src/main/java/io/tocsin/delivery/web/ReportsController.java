package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tocsin.delivery.history.NoiseReport;
import io.tocsin.delivery.history.NoiseReports;
import io.tocsin.web.InvalidParameterException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports of a period. */
@Tag(name = "ledger")
@RestController
class ReportsController {

    private static final Duration WEEK = Duration.ofDays(7);

    private final NoiseReports reports;
    private final InstantSource clock;

    ReportsController(NoiseReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /** Which notifications count. */
    record Question(
            @Parameter(
                    description = "Matchers for the labels of one alert, such as its team",
                    example = "team=\"shop\"")
            @Size(max = 200, message = "may have {max} characters") @Nullable String matcher) {}

    @Operation(
            summary = "The noisiest alerts, and how targets received them; of the last seven days unless it says from")
    @GetMapping("/api/v1/reports/noise")
    NoiseReport noise(@ParameterObject @Valid Question question, @ParameterObject @Valid Window window) {
        Instant to = Objects.requireNonNullElseGet(window.end(), clock::instant);
        Instant from = Objects.requireNonNullElseGet(window.start(), () -> to.minus(WEEK));
        try {
            return reports.of(from, to, Objects.requireNonNullElse(question.matcher, ""));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidParameterException("matcher", "matcher: " + wrong.getMessage());
        }
    }
}

package io.tocsin.logs.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogContext;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogSummary;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.query.LogQueries;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Log queries: recent errors, their groups, and single entries. */
@RestController
@RequestMapping("/api/v1/logs")
class LogsController {

    private static final Logger log = LoggerFactory.getLogger(LogsController.class);
    private static final String TOO_LONG = "may have {max} characters";

    private final ObjectProvider<LogQueries> queries;
    private final LogsProperties properties;
    private final InstantSource clock;
    private final LogLines lines;

    LogsController(ObjectProvider<LogQueries> queries, LogsProperties properties, InstantSource clock, LogLines lines) {
        this.queries = queries;
        this.properties = properties;
        this.clock = clock;
        this.lines = lines;
    }

    /** The parameters of pages. */
    record Paging(
            @Parameter(description = "Entries of a page")
            @Schema(defaultValue = "100")
            @Min(value = 1, message = "must be between 1 and 500") @Max(value = 500, message = "must be between 1 and 500") @Nullable Integer size,

            @Parameter(description = "desc or asc by time; desc when not given")
            @Pattern(regexp = "desc|asc", message = "is desc or asc") @Nullable String order,

            @Parameter(description = "The next of the page before, with the same question")
            @Size(max = 2_048, message = TOO_LONG) @Nullable String cursor) {}

    /** The parameter of a summary. */
    record Groups(
            @Parameter(description = "How many groups of errors")
            @Schema(defaultValue = "20")
            @Min(value = 1, message = "must be between 1 and 100") @Max(value = 100, message = "must be between 1 and 100") @Nullable Integer groups) {}

    /** The parameters of the context of an entry. */
    record Around(
            @Parameter(description = "An entry's id", required = true)
            @NotNull(message = "is missing: it is in every entry") @Size(max = 2_048, message = TOO_LONG) String id,

            @Parameter(description = "Entries before it")
            @Schema(defaultValue = "20")
            @Min(value = 0, message = "must be between 0 and 100") @Max(value = 100, message = "must be between 0 and 100") @Nullable Integer before,

            @Parameter(description = "Entries after it")
            @Schema(defaultValue = "20")
            @Min(value = 0, message = "must be between 0 and 100") @Max(value = 100, message = "must be between 0 and 100") @Nullable Integer after,

            @Parameter(description = "service: of the same service and host; all: of any")
            @Pattern(regexp = "all|service", message = "is all or service") @Nullable String scope) {}

    /** The parameters of an export. */
    record Export(
            @Parameter(description = "The most entries, up to tocsin.logs.export-max")
            @Schema(defaultValue = "1000")
            @Nullable Integer limit,

            @Parameter(description = "desc or asc by time; desc when not given")
            @Pattern(regexp = "desc|asc", message = "is desc or asc") @Nullable String order) {}

    /** The newest errors. */
    @GetMapping("/errors")
    LogPage errors(@ParameterObject @Valid LogQuestion question, @ParameterObject @Valid Paging paging) {
        return page(errors(question), paging);
    }

    /** Entries of every level, also by search text. */
    @GetMapping("/search")
    LogPage search(@ParameterObject @Valid LogQuestion question, @ParameterObject @Valid Paging paging) {
        return page(filter(question), paging);
    }

    private LogPage page(LogFilter filter, Paging paging) {
        return queries().page(filter, or(paging.size, 100), newestFirst(paging.order), paging.cursor);
    }

    @GetMapping("/summary")
    LogSummary summary(@ParameterObject @Valid LogQuestion question, @ParameterObject @Valid Groups shown) {
        return queries().summary(errors(question), or(shown.groups, 20));
    }

    @GetMapping("/context")
    LogContext context(@ParameterObject @Valid Around around) {
        return queries().context(around.id, or(around.before, 20), or(around.after, 20), "all".equals(around.scope));
    }

    /** The entries that a search finds, one per line. */
    @GetMapping("/export")
    void export(
            @ParameterObject @Valid LogQuestion question,
            @ParameterObject @Valid Export export,
            HttpServletResponse response) {
        lines.write(
                response,
                to -> queries().export(filter(question), newestFirst(export.order), or(export.limit, 1_000), to));
    }

    private LogFilter filter(LogQuestion question) {
        return question.filter(clock.instant(), properties.maxRange());
    }

    /** Of the levels of errors unless others are given. */
    private LogFilter errors(LogQuestion question) {
        LogFilter filter = filter(question);
        return filter.levels().isEmpty() ? filter.withLevels(properties.errorLevels()) : filter;
    }

    private static boolean newestFirst(@Nullable String order) {
        return !"asc".equals(order);
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private LogQueries queries() {
        LogQueries available = queries.getIfAvailable();
        if (available == null) {
            throw new LogsUnavailableException(
                    "no Elasticsearch is configured: set spring.elasticsearch.uris", Duration.ZERO);
        }
        return available;
    }

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

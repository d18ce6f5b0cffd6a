package io.tocsin.logs.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogContext;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogPage;
import io.tocsin.logs.LogSummary;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.query.LogQueries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Log queries: recent errors, their groups, and single entries. */
@RestController
@RequestMapping("/api/v1/logs")
class LogsController {

    private static final int PAGE = 100;
    private static final int GROUPS = 20;
    private static final int AROUND = 20;
    private static final int EXPORT = 1_000;

    private final ObjectProvider<LogQueries> queries;
    private final LogRequests requests;
    private final LogLines lines;

    LogsController(ObjectProvider<LogQueries> queries, LogRequests requests, LogLines lines) {
        this.queries = queries;
        this.requests = requests;
        this.lines = lines;
    }

    /** The newest errors. */
    @LogQuestion
    @LogPaging
    @GetMapping("/errors")
    LogPage errors(HttpServletRequest request) {
        Parameters parameters = requests.parameters(request.getParameterMap(), "size", "order", "cursor");
        return page(requests.errors(parameters), parameters);
    }

    /** Entries of every level, also by search text. */
    @LogQuestion
    @LogPaging
    @GetMapping("/search")
    LogPage search(HttpServletRequest request) {
        Parameters parameters = requests.parameters(request.getParameterMap(), "size", "order", "cursor");
        return page(requests.filter(parameters), parameters);
    }

    @LogQuestion
    @Parameter(
            name = "groups",
            in = ParameterIn.QUERY,
            description = "How many groups of errors",
            schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
    @GetMapping("/summary")
    LogSummary summary(HttpServletRequest request) {
        Parameters parameters = requests.parameters(request.getParameterMap(), "groups");
        return queries().summary(requests.errors(parameters), parameters.number("groups", GROUPS));
    }

    @Parameter(
            name = "id",
            in = ParameterIn.QUERY,
            description = "An entry's id",
            required = true,
            schema = @Schema(type = "string"))
    @Parameter(
            name = "before",
            in = ParameterIn.QUERY,
            description = "Entries before it",
            schema = @Schema(type = "integer", minimum = "0", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "Entries after it",
            schema = @Schema(type = "integer", minimum = "0", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "service: of the same service and host; all: of any",
            schema = @Schema(type = "string"))
    @GetMapping("/context")
    LogContext context(HttpServletRequest request) {
        Parameters parameters = new Parameters(request.getParameterMap(), List.of("id", "before", "after", "scope"));
        String id = parameters.text("id");
        if (id == null) {
            throw new InvalidLogQueryException("id is missing: it is in every entry");
        }
        return queries()
                .context(
                        id,
                        parameters.number("before", AROUND),
                        parameters.number("after", AROUND),
                        parameters.choice("scope", "all", "service", false));
    }

    /** The entries that a search finds, one per line. */
    @LogQuestion
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "The most entries",
            schema = @Schema(type = "integer"))
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            description = "desc or asc by time; desc when not given",
            schema = @Schema(type = "string"))
    @GetMapping("/export")
    void export(HttpServletRequest request, HttpServletResponse response) {
        Parameters parameters = requests.parameters(request.getParameterMap(), "limit", "order");
        lines.write(
                response,
                to -> queries()
                        .export(
                                requests.filter(parameters),
                                parameters.choice("order", "desc", "asc", true),
                                parameters.number("limit", EXPORT),
                                to));
    }

    private LogPage page(LogFilter filter, Parameters parameters) {
        return queries()
                .page(
                        filter,
                        parameters.number("size", PAGE),
                        parameters.choice("order", "desc", "asc", true),
                        parameters.text("cursor"));
    }

    private LogQueries queries() {
        LogQueries available = queries.getIfAvailable();
        if (available == null) {
            throw new LogsUnavailableException(
                    "no Elasticsearch is configured: set spring.elasticsearch.uris", Duration.ZERO);
        }
        return available;
    }
}

package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The description of the API, and the page about it, tell what there is. */
class ApiDescriptionTests {

    private static final Pattern CURL = Pattern.compile(
            "curl (?:-sS|-s)?(?<options>[^\\n]*?)['\"]?\\$TOCSIN(?<path>/[^\\s?'\"]*)(?:\\?(?<query>[^\\s'\"]*))?");

    private static RunningService service;
    private static JsonNode description;

    @BeforeAll
    static void start(@TempDir Path folder) {
        service = RunningService.start(folder);
        description = new OperatorClient(service).json("/api/openapi");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Map<String, Set<String>> operations() {
        Map<String, Set<String>> operations = new TreeMap<>();
        description
                .path("paths")
                .propertyStream()
                .forEach(path -> operations.put(
                        path.getKey(), new TreeSet<>(path.getValue().propertyNames())));
        return operations;
    }

    @Test
    void it_lists_every_operation() {
        assertThat(operations().toString().replace("},", "},\n"))
                .contains(
                        "/api/v1/notifications=[get]",
                        "/api/v1/notifications/{id}=[get]",
                        "/api/v1/deliveries=[get]",
                        "/api/v1/deliveries/{id}=[get]",
                        "/api/v1/deliveries/{id}/resend=[post]",
                        "/api/v1/targets=[get]",
                        "/api/v1/targets/{name}=[get]",
                        "/api/v1/targets/{name}/test=[post]",
                        "/api/v1/targets/{name}/resend-parked=[post]",
                        "/api/v1/messages/preview=[post]",
                        "/api/v1/events/user-registrations=[post]",
                        "/api/v1/events/trades=[post]",
                        "/webhooks/alertmanager=[post")
                .contains("/api/v1/logs/errors=[get]", "/api/v1/logs/summary=[get]", "/api/v1/logs/search=[get]")
                .doesNotContain("/error=", "/health", "/metrics");
    }

    @Test
    void it_tells_what_logs_can_be_asked_by() {
        JsonNode search = description.path("paths").path("/api/v1/logs/search").path("get");
        assertThat(search.path("parameters")
                        .valueStream()
                        .map(each -> each.path("name").asString()))
                .contains("from", "to", "hours", "zone", "level", "service", "logger", "host", "trace", "q")
                .contains("size", "order", "cursor")
                .doesNotContain("request");
    }

    @Test
    void it_tells_parameters_answers_and_who_may_call() {
        JsonNode list = description.path("paths").path("/api/v1/notifications").path("get");
        assertThat(list.path("parameters")
                        .valueStream()
                        .map(each -> each.path("name").asString()))
                .containsExactlyInAnyOrder(
                        "status",
                        "alertname",
                        "matcher",
                        "group",
                        "groupKey",
                        "fingerprint",
                        "from",
                        "to",
                        "cursor",
                        "limit");
        JsonNode delivery =
                description.path("components").path("schemas").path("Delivery").path("properties");
        assertThat(delivery.propertyNames())
                .contains("id", "state", "attempts", "finishedAt", "resentAs", "carriedBy", "fallbackOf", "handedOnTo");
        assertThat(description
                        .path("components")
                        .path("schemas")
                        .path("HandedOn")
                        .path("properties")
                        .propertyNames())
                .containsExactlyInAnyOrder("id", "at");
        assertThat(description.path("security").toString()).isEqualTo("[{\"operator\":[]}]");
        assertThat(description
                        .path("paths")
                        .path("/webhooks/alertmanager")
                        .path("post")
                        .path("security")
                        .toString())
                .isEqualTo("[{\"token\":[]}]");
    }

    @Test
    void it_is_the_operators() {
        HttpResponse<String> refused = service.get("/api/openapi");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(service.get("/v3/api-docs").statusCode()).isEqualTo(401);
    }

    @Test
    void every_example_of_the_page_is_an_operation_there_is() throws IOException {
        String page = Files.readString(Path.of("docs/api.md")).replace("\\\n", "");
        List<MatchResult> examples = CURL.matcher(page).results().toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(10);
        for (MatchResult example : examples) {
            String method =
                    example.group(1).contains("POST") || example.group(1).contains("--data ") ? "post" : "get";
            JsonNode operation = operation(method, example.group(2));
            assertThat(operation.isObject()).as(example.group()).isTrue();
            if (example.group(3) != null) {
                for (String pair : example.group(3).split("&", -1)) {
                    assertThat(operation
                                    .path("parameters")
                                    .valueStream()
                                    .map(each -> each.path("name").asString()))
                            .as(example.group())
                            .contains(pair.split("=", 2)[0]);
                }
            }
        }
    }

    private static JsonNode operation(String method, String path) {
        if (path.equals("/api/openapi")) {
            return description;
        }
        return operations().keySet().stream()
                .filter(template -> path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+")))
                .findFirst()
                .map(template -> description.path("paths").path(template).path(method))
                .orElse(description.path("no such thing"));
    }
}

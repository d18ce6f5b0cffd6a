package io.tocsin.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.backing.ElasticsearchServer.Version;
import io.tocsin.logs.LogDocuments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reading the logs, of a real Elasticsearch. */
@Tag("drill")
class ConsoleLogsIT extends ConsoleFixture {

    private static final String INDEX =
            "console-logs-" + ProcessHandle.current().pid();
    /** The part of Tocsin's own template that matters here. */
    private static final String MAPPING = """
            {"mappings": {
              "dynamic_templates": [{"names": {"match_mapping_type": "string", "mapping": {"type": "keyword", "ignore_above": 1024}}}],
              "properties": {
                "@timestamp": {"type": "date"}, "message": {"type": "text"},
                "error": {"properties": {"message": {"type": "text"}, "stack_trace": {"type": "text"}}}}}}
            """;

    private static final String HOSTILE = "<script>alert(1)</script><b id=owned>";
    private static final String TRACE =
            "java.lang.IllegalStateException: no stock\n\tat com.example.Stock.take(Stock.java:48)\n"
                    + "Caused by: java.net.SocketTimeoutException: Read timed out\n\t... 41 more";

    @Override
    List<String> settings() {
        Version version = Version.newest();
        ElasticsearchServer server = ElasticsearchServer.shared(version);
        List<String> documents = new ArrayList<>();
        Instant now = Instant.now();
        for (int n = 0; n < 120; n++) {
            Instant time = now.minusSeconds(1_800 - 14L * n);
            documents.add(LogDocuments.ecs(time, "INFO", "web", "com.example.Access", "GET /items/" + n));
            if (n % 4 == 0) {
                documents.add(LogDocuments.thrown(
                        time,
                        "orders",
                        "com.example.Checkout",
                        "Order " + n + " failed",
                        "java.lang.IllegalStateException",
                        TRACE));
            }
            if (n % 10 == 0) {
                documents.add(LogDocuments.ecs(time, "WARN", "orders", "com.example.Cache", "Cache is stale"));
            }
        }
        documents.add(LogDocuments.ecs(now.minusSeconds(60), "ERROR", "web", "com.example.Form", HOSTILE));
        documents.add(LogDocuments.thrown(
                now.minusSeconds(30),
                "web",
                "com.example." + HOSTILE,
                "takeover " + HOSTILE,
                "com.example.Takeover" + HOSTILE,
                "com.example.Takeover: " + HOSTILE + "\n\tat com.example.Form.post(Form.java:1)"));
        server.send("PUT", "/" + INDEX, MAPPING);
        server.bulk(INDEX, documents);
        return List.of(
                "spring.elasticsearch.uris=" + server.url(),
                "tocsin.logs.compatibility=" + version.major(),
                "tocsin.logs.setup.enabled=false",
                "tocsin.logs.index=" + INDEX);
    }

    @Test
    void from_the_group_of_errors_to_a_whole_stack_trace() {
        try (Visit visit = operator()) {
            Page page = visit.open("/logs?service=orders&level=warn");
            visit.screenshot("docs-logs");
            visit.open("/logs");
            assertThat(page.locator(".groups")).containsText("java.lang.IllegalStateException");
            assertThat(page.locator(".chart canvas")).isVisible();
            page.locator(".groups a")
                    .getByText("java.lang.IllegalStateException")
                    .click();
            page.waitForURL(url -> url.contains("logger=com.example.Checkout")
                    && url.contains("text=%22java.lang.IllegalStateException%22"));
            assertThat(page.locator("table.entries tbody tr")).hasCount(30);
            assertThat(page.locator(".legend")).containsText("Errors 30");
            page.fill("#text", "order 116");
            page.click("main form button[type=submit]");
            page.waitForURL(url -> url.contains("text="));
            page.locator("table.entries tbody a").first().click();
            page.waitForURL(url -> url.contains("/logs/entry"));
            assertThat(page.locator("pre.trace"))
                    .containsText("Caused by: java.net.SocketTimeoutException: Read timed out");
            assertThat(page.locator("tr.current")).containsText("Order");
            visit.screenshot("log-entry");
        }
    }

    @Test
    void what_was_searched_for_stays_in_the_form() {
        try (Visit visit = operator()) {
            Page page = visit.open("/logs?text=" + "a%20".repeat(15) + "b".repeat(200));
            assertThat(page.locator("#text")).hasValue("a ".repeat(15) + "b".repeat(200));
            assertThat(page.locator("table.entries")).hasCount(0);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void a_log_line_is_text_and_the_page_is_for_everybody() {
        NewContextOptions phone = new NewContextOptions().setLocale("zh-CN").setViewportSize(360, 740);
        NewContextOptions dark =
                new NewContextOptions().setViewportSize(1920, 1000).setColorScheme(ColorScheme.DARK);
        for (NewContextOptions reader : List.of(new NewContextOptions().setViewportSize(1280, 800), dark, phone)) {
            try (Visit visit = browser.visit(service.port(), reader).signedIn()) {
                visit.open("/logs?level=all");
                visit.sees(HOSTILE);
                assertThat(visit.page().locator("#owned").count()).isZero();
                assertThat(visit.overflow()).isLessThanOrEqualTo(0);
                assertThat(visit.hurdles()).isEmpty();
                String name = reader == phone ? "phone" : reader == dark ? "dark" : "wide";
                visit.screenshot("logs-found-" + name);
                visit.open("/logs?text=takeover")
                        .locator("table.entries tbody a")
                        .first()
                        .click();
                visit.page().locator("pre.trace").waitFor();
                visit.sees(HOSTILE);
                assertThat(visit.page().locator("#owned").count()).isZero();
                assertThat(visit.overflow()).isLessThanOrEqualTo(0);
                assertThat(visit.hurdles()).isEmpty();
                visit.screenshot("log-entry-" + name);
                visit.page().click("p.back a");
                visit.page().waitForURL(url -> url.contains("/logs?") && url.contains("text=takeover"));
            }
        }
    }
}

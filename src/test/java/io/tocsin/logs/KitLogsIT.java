package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.backing.ElasticsearchServer.Version;
import io.tocsin.backing.InstalledProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the Python module logs, in the form that Fluentd's filter gives it, is found by Tocsin's queries. */
@Tag("drill")
class KitLogsIT {

    private static final String APPLICATION = """
            import logging, sys
            sys.path.insert(0, "monitoring/python")
            import tocsin_kit
            tocsin_kit.json_logs("shop", sys.argv[1])
            log = logging.getLogger("shop.orders")
            log.info("order %d taken", 1)
            for order in (2, 3):
                try:
                    raise ValueError("no stock for order %d" % order)
                except ValueError:
                    log.exception("order %d failed", order)
            """;

    private static String run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", command).isZero();
        return output;
    }

    @Test
    void errors_of_an_application_are_grouped_under_its_name(@TempDir Path folder)
            throws IOException, InterruptedException {
        // Debian's, which has Debian's packages.
        Path debians = Path.of("/usr/bin/python3");
        Path python =
                Files.isExecutable(debians) ? debians : InstalledProgram.find("python3-prometheus-client", "python3");
        Path ruby = InstalledProgram.find("ruby", "ruby");
        Path file = Files.createDirectories(folder.resolve("platform/shop")).resolve("app.log");
        run(python, "-B", "-c", APPLICATION, file.toString());
        List<String> documents = run(ruby, "monitoring/fluentd/tests/filter.rb", file.toString())
                .lines()
                .toList();
        assertThat(documents).hasSize(3);

        try (ElasticsearchServer elasticsearch = ElasticsearchServer.start(Version.newest(), 0, "512m");
                LogsServer tocsin = LogsServer.reading(elasticsearch, "app-logs-*")) {
            await("the index template")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> elasticsearch
                            .send("GET", "/_index_template/tocsin-app-logs", "")
                            .path("index_templates")
                            .has(0));
            String day = LocalDate.now(ZoneOffset.UTC).toString().replace('-', '.');
            elasticsearch.bulk("app-logs-" + day, documents);

            JsonNode errors = tocsin.json("/errors", "service", "shop").path("entries");
            assertThat(errors).hasSize(2);
            assertThat(errors.at("/0/service").asString()).isEqualTo("shop");
            assertThat(errors.at("/0/logger").asString()).isEqualTo("shop.orders");
            assertThat(errors.at("/0/error/type").asString()).isEqualTo("ValueError");
            assertThat(errors.at("/0/error/stackTrace").asString()).contains("no stock for order", "Traceback");

            JsonNode summary = tocsin.json("/summary", "service", "shop");
            assertThat(summary.path("total").asLong()).isEqualTo(3);
            assertThat(summary.path("groups")).hasSize(1);
            assertThat(summary.at("/groups/0/type").asString()).isEqualTo("ValueError");
            assertThat(summary.at("/groups/0/count").asLong()).isEqualTo(2);
            assertThat(tocsin.json("/errors", "service", "stock").path("entries"))
                    .isEmpty();
        }
    }
}

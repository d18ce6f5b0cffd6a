package io.tocsin.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logs.StructuredLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SurrogatePairsTests {

    private static final String TEXT = "\"disk\" full 🔔 \\ 磁盘\t👩‍🚒\u0001";

    @ParameterizedTest
    @CsvSource({
        "ecs, /message, /error/stack_trace, /user/name",
        "logstash, /message, /stack_trace, /user.name",
        "gelf, /short_message, /full_message, /_user.name"
    })
    void an_emoji_is_written_whole(String format, String message, String trace, String noted, @TempDir Path folder) {
        List<String> lines = StructuredLog.lines(
                folder.resolve("app.log"),
                format,
                Map.of("user.name", "小明 🦊"),
                logger -> logger.error(TEXT, new IllegalStateException("gone 🔥", new RuntimeException("since 🌅"))));
        assertThat(lines).hasSize(1);
        JsonNode line = new JsonMapper().readTree(lines.get(0));
        assertThat(line.at(message).asString("")).isEqualTo(TEXT);
        assertThat(line.at(trace).asString(""))
                .contains("java.lang.IllegalStateException: gone 🔥", "RuntimeException: since 🌅")
                .contains("\tat " + SurrogatePairsTests.class.getName());
        assertThat(line.at(noted).asString("")).isEqualTo("小明 🦊");
    }
}

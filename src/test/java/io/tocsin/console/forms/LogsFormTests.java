package io.tocsin.console.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.logs.LogSummary.ErrorGroup;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.UriComponentsBuilder;

class LogsFormTests {

    private static ErrorGroup group(@Nullable String type, @Nullable String pattern) {
        return new ErrorGroup(type, "com.example.Checkout", pattern, 1, 0, true, Instant.EPOCH, Instant.EPOCH, null);
    }

    private static @Nullable String search(String asked, ErrorGroup group) {
        String address = LogsForm.of(Map.of("text", asked)).ofGroup(group);
        assertThat(address).contains("logger=com.example.Checkout");
        return UriComponentsBuilder.fromUriString(address)
                .build(true)
                .getQueryParams()
                .toSingleValueMap()
                .get("text");
    }

    private static String decoded(@Nullable String text) {
        return java.net.URLDecoder.decode(String.valueOf(text), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void a_group_of_an_exception_is_found_by_its_type() {
        ErrorGroup group = group("java.lang.IllegalStateException", null);
        assertThat(decoded(search("", group))).isEqualTo("\"java.lang.IllegalStateException\"");
        assertThat(decoded(search("a | b", group))).isEqualTo("(a | b) \"java.lang.IllegalStateException\"");
        assertThat(decoded(search("\"java.lang.IllegalStateException\"", group)))
                .as("asked for already")
                .isEqualTo("\"java.lang.IllegalStateException\"");
        assertThat(decoded(search("x".repeat(480), group))).isEqualTo("x".repeat(480));
    }

    @Test
    void a_group_of_a_message_is_found_by_the_words_that_do_not_vary() {
        assertThat(decoded(search("", group(null, "Order # of web-# was \\ \"not paid in time..."))))
                .isEqualTo("\"Order\" \"of\" \"was not paid in\"");
        assertThat(search("", group(null, "#"))).isNull();
    }

    @Test
    void a_text_of_more_terms_than_the_api_takes_is_refused() {
        String most = "a ".repeat(16).strip();
        assertThat(LogsForm.of(Map.of("text", most)).text()).isEqualTo(most);
        assertThatThrownBy(() -> LogsForm.of(Map.of("text", most + " b"))).isInstanceOf(BadParameterException.class);
    }

    @Test
    void a_group_of_a_long_message_is_found_by_as_many_words_as_may_be_asked_for() {
        assertThat(decoded(search("asked for", group(null, "w ".repeat(30)))))
                .isEqualTo("asked for \"" + "w ".repeat(14).strip() + "\"");
    }
}

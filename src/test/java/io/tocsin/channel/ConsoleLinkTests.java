package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleLinkTests {

    @ParameterizedTest
    @CsvSource({
        "https://tocsin.example.com, https://tocsin.example.com",
        "' https://tocsin.example.com/ops// ', https://tocsin.example.com/ops",
        "http://10.0.0.1:8080, http://10.0.0.1:8080",
        "'http://[::1]:8080/', 'http://[::1]:8080'"
    })
    void a_delivery_has_a_page_below_the_consoles_address(String url, String base) {
        assertThat(new ConsoleLink(url).pageOf("oncall-42")).isEqualTo(base + "/deliveries/oncall-42");
    }

    @Test
    void without_a_console_it_has_none() {
        assertThat(new ConsoleLink(null).pageOf("oncall-42")).isNull();
        assertThat(new ConsoleLink(" ").pageOf("oncall-42")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tocsin.example.com",
                "/console",
                "ftp://tocsin.example.com",
                "javascript:alert(1)",
                "https://",
                "https://user:secret@tocsin.example.com",
                "https://tocsin.example.com?a=b",
                "https://tocsin.example.com/#a",
                "https://tocsin.example.com/a b",
                "https://tocsin.example.com/(a)"
            })
    void what_is_no_plain_address_is_refused_with_what_to_write(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsoleLink(url))
                .withMessageContaining("tocsin.console.url")
                .withMessageContaining("such as https://tocsin.example.com");
    }

    @Test
    void an_address_that_would_take_the_alerts_room_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsoleLink("https://tocsin.example.com/" + "a".repeat(200)));
    }
}

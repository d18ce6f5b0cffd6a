package io.tocsin.security.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTests {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1, 192.0.2.1",
        "2001:db8:1:2::7, 2001:db8:1:2:0:0:0:7, 2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2:0:0:0:7, 2001:db8:1:2:0:0:0:7, 2001:db8:1:2:0:0:0:0/64",
        "2001:DB8:1:2:ffff::, 2001:db8:1:2:ffff:0:0:0, 2001:db8:1:2:0:0:0:0/64",
        "::1, 0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:0/64",
        "2001:db8::, 2001:db8:0:0:0:0:0:0, 2001:db8:0:0:0:0:0:0/64",
        "[2001:db8::1], 2001:db8:0:0:0:0:0:1, 2001:db8:0:0:0:0:0:0/64",
    })
    void every_way_to_write_an_address_is_one_address_in_one_network(String address, String text, String network) {
        assertThat(ClientAddress.of(address)).isEqualTo(new ClientAddress(text, network));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "a:b",
                ":",
                "::::",
                "unknown",
                "localhost",
                "example.com",
                "1.2.3",
                "1.2.3.256",
                "9.9.9.9 outcome=queued by=\"alice\"",
                "10.0.0.1\u009b31m",
                "10.0.0.1\n",
                "_hidden",
                "192.0.2.1:4711",
            })
    void what_is_no_literal_address_is_one_client_and_is_kept_nowhere(String address) {
        assertThat(ClientAddress.of(address)).isEqualTo(new ClientAddress("unparseable", "unparseable"));
    }

    @Test
    void a_huge_text_costs_nothing_and_is_not_kept() {
        assertThat(ClientAddress.of("1".repeat(8_000)).text()).isEqualTo("unparseable");
        assertThat(ClientAddress.of("::1%" + "x".repeat(8_000)).text()).isEqualTo("unparseable");
    }
}

package io.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTests {

    @ParameterizedTest
    @CsvSource({
        "13800000000, 13800000000, 138****0000",
        "+86 138-0000-1234, 8613800001234, 86138****1234",
        "008613800001234, 8613800001234, 86138****1234",
        "+1 (202) 555-0100, 12025550100, 120****0100",
        "12345678, 12345678, ****78",
    })
    void a_number_is_kept_as_digits_and_shown_masked(String text, String digits, String masked) {
        PhoneNumber number = PhoneNumber.parse(text);

        assertThat(number.digits()).isEqualTo(digits);
        assertThat(number.masked()).isEqualTo(masked);
        assertThat(number).hasToString(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oncall", "999", "13911112222,13900000000", "1391111222213800", "+0139"})
    void what_is_no_number_is_refused_without_being_shown(String text) {
        assertThatThrownBy(() -> PhoneNumber.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write 13800000000 or +1-202-555-0100")
                .hasMessageNotContaining(text.isEmpty() ? "nothing" : text);
    }

    @Test
    void a_number_is_masked_in_a_providers_words_however_it_writes_it() {
        assertThat(PhoneNumber.parse("+8613800001234").maskIn("8613800001234 or 13800001234 is illegal"))
                .isEqualTo("86138****1234 or 138****1234 is illegal");
    }
}

package io.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.HostileText;
import org.junit.jupiter.api.Test;

class SmsTextTests {

    @Test
    void a_link_is_left_out_whatever_stands_before_it() {
        assertThat(SmsText.fit("see http://a.example/x, 见https://b.example", 100))
                .isEqualTo("see 见");
        assertThat(SmsText.fit("a.b.c+d://x y", 100)).isEqualTo("y");
    }

    @Test
    void text_is_made_fit_in_linear_time() {
        HostileText.assertLinear(text -> {
            SmsText.fit(text, 500);
            SmsText.plain(text, 500);
        });
    }
}

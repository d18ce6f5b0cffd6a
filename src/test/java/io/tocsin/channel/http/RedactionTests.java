package io.tocsin.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTests {

    private final Redaction redaction =
            Redaction.of(URI.create("https://oapi.example.com/robot/send?access_token=t0ken-t0ken"), List.of());

    @Test
    void what_is_computed_for_one_request_is_hidden_as_well() {
        assertThat(redaction.detail("you sent /robot/send?access_token=t0ken-t0ken&timestamp=17&sign=aB%2Fc%3D&x=1"))
                .doesNotContain("t0ken", "aB%2Fc")
                .contains("sign=***&x=1");
        assertThat(redaction.detail("Credential=abc,SignedHeaders=host,Signature=0badcafe"))
                .isEqualTo("Credential=***,SignedHeaders=host,Signature=***");
    }

    @Test
    void other_words_stay() {
        assertThat(redaction.detail("errcode 310000: sign not match, keywords not in content"))
                .isEqualTo("errcode 310000: sign not match, keywords not in content");
    }
}

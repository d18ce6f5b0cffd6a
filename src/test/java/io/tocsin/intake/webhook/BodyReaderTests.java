package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyReaderTests {

    private static final int LARGE = 100_000;
    private static final WebhookAnswer READ = WebhookAnswer.of(WebhookOutcome.EMPTY, "read");

    private static MockHttpServletRequest request(int length) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);
        request.setContent(body);
        return request;
    }

    private static WebhookOutcome read(BodyReader reader, int length, BodyReader.Use use) {
        try {
            return reader.read(request(length), use).outcome();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1024", "1024,1024", "65536,65536", "65536,100000", "65537,100000", "100000,100000"})
    void hands_on_the_whole_body(int length, int limit) {
        BodyReader reader = new BodyReader(limit, Duration.ZERO);
        assertThat(read(reader, length, body -> {
                    assertThat(body).isEqualTo(request(length).getContentAsByteArray());
                    return READ;
                }))
                .isEqualTo(WebhookOutcome.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({"1025,1024", "65537,65536", "100001,100000"})
    void reads_no_more_than_it_needs_to_see_that_a_body_is_too_large(int length, int limit) {
        assertThat(read(new BodyReader(limit, Duration.ZERO), length, body -> READ))
                .isEqualTo(WebhookOutcome.TOO_LARGE);
    }

    @Test
    void large_bodies_wait_for_each_other_and_small_ones_for_nobody() {
        BodyReader reader = new BodyReader(64 * 1024 * 1024, Duration.ZERO); // a budget for one
        assertThat(read(reader, LARGE, first -> {
                    assertThat(read(reader, LARGE, second -> READ)).isEqualTo(WebhookOutcome.UNAVAILABLE);
                    assertThat(read(reader, 1_000, second -> READ)).isEqualTo(WebhookOutcome.EMPTY);
                    return READ;
                }))
                .isEqualTo(WebhookOutcome.EMPTY);
        assertThat(read(reader, LARGE, next -> READ)).isEqualTo(WebhookOutcome.EMPTY);
    }
}

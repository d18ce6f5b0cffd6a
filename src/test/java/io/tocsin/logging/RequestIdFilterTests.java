package io.tocsin.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestIdFilterTests {

    private final RequestIdFilter filter = new RequestIdFilter();
    private final AtomicReference<String> noted = new AtomicReference<>();

    private @Nullable String answered(@Nullable String given) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest();
        if (given != null) {
            request.addHeader(RequestIdFilter.HEADER, given);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, (asked, answer) -> noted.set(MDC.get(RequestIdFilter.KEY)));
        return response.getHeader(RequestIdFilter.HEADER);
    }

    @Test
    void each_request_has_an_id_of_its_own_in_its_answer_and_its_log_lines() throws Exception {
        String first = answered(null);
        assertThat(first).matches("[0-9a-f]{16}").isEqualTo(noted.get());
        assertThat(answered(null)).isNotEqualTo(first).isEqualTo(noted.get());
        assertThat(MDC.get(RequestIdFilter.KEY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0af7651916cd43dd8448eb211c80319c", "Grafana_1.2-3"})
    void a_plain_id_of_the_caller_is_kept(String given) throws Exception {
        assertThat(answered(given)).isEqualTo(given);
        assertThat(noted).hasValue(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "line\nbreak", "\"quoted\"", "<b>", "编号", "%0d%0aSet-Cookie:x"})
    void any_other_is_replaced(String given) throws Exception {
        assertThat(answered(given)).matches("[0-9a-f]{16}").isEqualTo(noted.get());
    }

    @Test
    void an_id_too_long_for_a_log_line_is_replaced() throws Exception {
        assertThat(answered("a".repeat(64))).hasSize(64);
        assertThat(answered("a".repeat(65))).hasSize(16);
    }

    @Test
    void nothing_is_left_on_the_thread_when_a_request_fails() {
        MDC.put("tocsin.notification.id", "of this request");
        assertThatThrownBy(() -> filter.doFilter(
                        new MockHttpServletRequest(), new MockHttpServletResponse(), (asked, answer) -> {
                            throw new ServletException("failed");
                        }))
                .isInstanceOf(ServletException.class);
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }
}

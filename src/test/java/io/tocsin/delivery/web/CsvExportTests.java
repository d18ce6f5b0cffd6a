package io.tocsin.delivery.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.delivery.history.LedgerPage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockHttpServletResponse;

class CsvExportTests {

    private static LedgerPage<Integer> page(int first, int size, String next) {
        return new LedgerPage<>(IntStream.range(first, first + size).boxed().toList(), next);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"plain|plain", "a,b|\"a,b\"", "a\"b|\"a\"\"b\"", "=1+1|'=1+1", "@x|'@x", "-1|'-1", "支付|支付"})
    void a_cell_is_quoted_and_never_a_formula(String value, String cell) {
        assertThat(CsvExport.cell(value)).isEqualTo(cell);
        assertThat(CsvExport.cell(null)).isEmpty();
        assertThat(CsvExport.cell("a\nb")).isEqualTo("\"a\nb\"");
    }

    @Test
    void pages_are_read_until_the_limit_or_the_end() throws IOException {
        MockHttpServletResponse limited = new MockHttpServletResponse();
        CsvExport.write(limited, "x.csv", List.of("n"), 250, (cursor, size) -> page(0, size, "more"), List::of);
        assertThat(limited.getContentAsString().lines()).hasSize(251);

        MockHttpServletResponse whole = new MockHttpServletResponse();
        CsvExport.write(
                whole,
                "x.csv",
                List.of("n"),
                1_000,
                (cursor, size) -> cursor == null ? page(0, 200, "more") : page(200, 5, null),
                List::of);
        assertThat(whole.getContentAsString().lines()).hasSize(206);
    }

    @Test
    void a_filter_that_matches_little_ends_before_the_whole_history_is_read() throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        AtomicInteger pages = new AtomicInteger();
        CsvExport.write(
                response,
                "x.csv",
                List.of("n"),
                1_000,
                (cursor, size) -> {
                    assertThat(pages.incrementAndGet()).isLessThan(100);
                    return page(0, 0, "more");
                },
                List::of);
        assertThat(response.getContentAsString()).startsWith("n\r\nincomplete: too little matches");
    }

    @Test
    void a_store_that_does_not_answer_is_an_error_at_first_and_the_last_line_later() throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        CsvExport.write(
                response,
                "x.csv",
                List.of("n"),
                1_000,
                (cursor, size) -> {
                    if (cursor == null) {
                        return page(0, 2, "more");
                    }
                    throw new DataAccessResourceFailureException("gone");
                },
                List::of);
        assertThat(response.getContentAsString()).isEqualTo("n\r\n0\r\n1\r\nincomplete: the store does not answer\r\n");
        assertThatThrownBy(() -> CsvExport.write(
                        new MockHttpServletResponse(),
                        "x.csv",
                        List.of("n"),
                        1_000,
                        (cursor, size) -> {
                            throw new DataAccessResourceFailureException("gone");
                        },
                        List::of))
                .isInstanceOf(DataAccessResourceFailureException.class);
    }
}

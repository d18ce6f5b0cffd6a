package io.tocsin.channel.template.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetailTests {

    /** Room for a message of which an alert in full takes 10, a line 1, and everything else 5. */
    private static Optional<Detail> most(int alerts, int room) {
        return Detail.most(
                alerts, detail -> Optional.of(detail).filter(tried -> 5 + 10 * tried.full() + tried.lines() <= room));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5, 0, 0",
        "2, 25, 2, 0",
        "10, 105, 10, 0",
        "10, 104, 9, 1",
        "10, 42, 3, 7",
        "10, 41, 3, 6",
        "10, 35, 3, 0",
        "10, 34, 2, 8",
        "10, 24, 1, 9",
        "10, 14, 0, 9",
        "1000, 735, 3, 700",
        "1, 6, 0, 1",
        "9, 8, 0, 3",
    })
    void as_much_is_told_as_fits(int alerts, int room, int full, int lines) {
        assertThat(most(alerts, room)).contains(new Detail(full, lines));
    }

    @Test
    void what_does_not_fit_even_without_alerts_is_told_as_such() {
        assertThat(most(3, 4)).isEmpty();
        assertThat(most(0, 4)).isEmpty();
    }

    @Test
    void a_form_that_names_no_alert_is_none() {
        assertThat(most(3, 5)).isEmpty();
    }

    @Test
    void a_form_is_tried_about_as_often_as_the_number_of_alerts_has_bits() {
        int[] tries = new int[1];
        Detail.most(100_000, detail -> {
            tries[0]++;
            return Optional.of(detail).filter(tried -> tried.full() * 10 + tried.lines() < 70_000);
        });
        assertThat(tries[0]).isLessThan(25);
    }
}

package io.tocsin.delivery.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PurgeBatchSizeTests {

    private static int mostAfter(Duration took, int steps) {
        PurgeBatchSize pace = PurgeBatchSize.START;
        for (int step = 0; step < steps; step++) {
            pace = pace.after(took);
        }
        return pace.most();
    }

    @Test
    void a_step_grows_while_it_is_quick_and_never_beyond_a_hundred() {
        assertThat(mostAfter(Duration.ofMillis(2), 1)).isEqualTo(20);
        assertThat(mostAfter(Duration.ofMillis(2), 50)).isEqualTo(100);
    }

    @Test
    void a_step_that_took_as_long_as_a_commit_stays() {
        assertThat(mostAfter(Duration.ofMillis(4), 50)).isEqualTo(10);
    }

    @Test
    void a_step_that_took_long_is_halved_and_the_purge_goes_on_all_the_same() {
        PurgeBatchSize large = new PurgeBatchSize(100);
        assertThat(large.after(Duration.ofMillis(7)).most()).isEqualTo(50);
        assertThat(mostAfter(Duration.ofSeconds(9), 50)).isEqualTo(10);
    }

    @Test
    void the_store_is_left_to_others_for_four_fifths_of_the_time() {
        assertThat(PurgeBatchSize.pauseAfter(Duration.ofMillis(5))).isEqualTo(Duration.ofMillis(20));
    }
}

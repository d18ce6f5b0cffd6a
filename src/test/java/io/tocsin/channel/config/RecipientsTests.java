package io.tocsin.channel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipientsTests {

    private static final SendResult LATER = SendResult.retryable(FailureReason.SERVER_ERROR, "busy");

    private static Recipients of(String... all) {
        return new Recipients(List.of(all), Clock.systemUTC());
    }

    @Test
    void who_has_it_does_not_get_it_again_after_the_list_has_changed() {
        Recipients before = of("a", "b", "c");
        assertThat(before.settle("d-1", before.open("d-1"), List.of(SendResult.delivered(), LATER, LATER))
                        .result())
                .isEqualTo(LATER);
        Recipients after = of("c", "new", "a");
        after.continueFrom(before);
        assertThat(after.open("d-1")).as("c and the new one").containsExactlyInAnyOrder(0, 1);
        assertThat(after.settle("d-1", List.of(1, 0), List.of(SendResult.delivered(), SendResult.delivered()))
                        .result())
                .isInstanceOf(SendResult.Delivered.class);
        assertThat(after.open("d-2")).containsExactly(0, 1, 2);
    }

    @Test
    void a_delivery_that_all_remaining_ones_have_is_delivered() {
        Recipients before = of("a", "b");
        Recipients.Outcome unused = before.settle("d-1", List.of(0, 1), List.of(SendResult.delivered(), LATER));
        Recipients after = of("a");
        after.continueFrom(before);
        assertThat(after.open("d-1")).isEmpty();
        assertThat(after.settle("d-1", List.of(), List.of()).result()).isInstanceOf(SendResult.Delivered.class);
    }
}

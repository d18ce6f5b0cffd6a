package io.tocsin.delivery.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.MessageThread;
import io.tocsin.channel.ThreadStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What every store must keep of the threads. */
abstract class ThreadStoreContractTests extends AuditStoreContractTests {

    private static final String KEY = "0".repeat(64);
    private static final MessageThread THREAD =
            new MessageThread("C0123456789", "1763800000.000100", "7/ops-slack-42", "0123456789abcdef!", false);

    private ThreadStore threads(Replica replica) {
        StoreWriter writer = replica.writer();
        return new JdbcThreadStore(new JdbcTemplate(replica.database().dataSource()), writer, clock);
    }

    @Test
    void a_thread_is_found_by_target_and_group_only() throws Exception {
        threads(one).save("ops-slack", KEY, THREAD);

        assertThat(threads(second()).find("ops-slack", KEY)).contains(THREAD);
        assertThat(threads(one).find("oncall", KEY)).isEmpty();
        assertThat(threads(one).find("ops-slack", "1".repeat(64))).isEmpty();
    }

    @Test
    void a_thread_is_replaced_by_what_is_saved_later() {
        MessageThread closed = new MessageThread(
                "C9", "1763800001.000200", "8/ops-slack-43", "0123456789abcdef!,".repeat(10_000), true);
        threads(one).save("ops-slack", KEY, THREAD);
        threads(one).save("ops-slack", KEY, closed);

        assertThat(threads(one).find("ops-slack", KEY)).contains(closed);
    }

    @Test
    void a_thread_outlives_a_restart() throws Exception {
        threads(one).save("ops-slack", KEY, THREAD);
        one.close();
        replicas.remove(one);

        assertThat(threads(replica()).find("ops-slack", KEY)).contains(THREAD);
    }

    @Test
    void the_purge_takes_threads_in_which_nothing_was_told_for_as_long() {
        threads(one).save("ops-slack", KEY, THREAD);
        clock.advance(Duration.ofDays(2));
        threads(one).save("oncall", KEY, THREAD);

        one.store().purge(NOW.plus(Duration.ofDays(1)), 100);

        assertThat(threads(one).find("ops-slack", KEY)).isEmpty();
        assertThat(threads(one).find("oncall", KEY)).contains(THREAD);
    }
}

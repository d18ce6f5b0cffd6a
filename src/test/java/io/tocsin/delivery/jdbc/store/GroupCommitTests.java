package io.tocsin.delivery.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of writes whose commit fails. */
@ExtendWith(OutputCaptureExtension.class)
class GroupCommitTests {

    /** What the next commits fail with; they succeed when there is nothing left. */
    private final Deque<SQLException> faults = new ConcurrentLinkedDeque<>();

    private final AtomicInteger commits = new AtomicInteger();
    private final GroupCommit<String, String> writer = new GroupCommit<>(
            "writer", new TransactionTemplate(transactions()), () -> {}, List::copyOf, InstantSource.system(), 512);

    private JdbcTransactionManager transactions() {
        try {
            var connection = Mockito.mock(java.sql.Connection.class);
            Mockito.doAnswer(call -> {
                        commits.incrementAndGet();
                        SQLException fault = faults.poll();
                        if (fault != null) {
                            throw fault;
                        }
                        return null;
                    })
                    .when(connection)
                    .commit();
            var dataSource = Mockito.mock(javax.sql.DataSource.class);
            Mockito.when(dataSource.getConnection()).thenReturn(connection);
            return new JdbcTransactionManager(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void a_conflict_that_a_cluster_reports_at_commit_is_repeated_without_a_word(CapturedOutput output) {
        for (int n = 0; n < 8; n++) {
            faults.add(conflict());
        }

        assertThat(writer.append("a").join()).isEqualTo("a");

        assertThat(commits).hasValue(9);
        assertThat(writer.failing()).isFalse();
        assertThat(output).doesNotContain("does not commit");
    }

    @Test
    void a_commit_whose_connection_broke_is_made_again_on_another_one() {
        faults.add(broken());

        assertThat(writer.append("a").join()).isEqualTo("a");

        assertThat(commits).hasValue(2);
        assertThat(writer.failing()).isFalse();
    }

    @Test
    void a_commit_that_is_refused_for_good_fails_at_once_and_each_cause_is_logged_once(CapturedOutput output) {
        Deque<SQLException> refusals = new ArrayDeque<>();
        for (int n = 0; n < 3; n++) {
            refusals.add(new SQLException("disk quota exceeded at " + n, "HY000", 1021));
            refusals.add(new SQLException("read only since " + n, "HY000", 1290));
        }
        int tries = refusals.size();

        while (!refusals.isEmpty()) {
            faults.add(refusals.poll());
            assertThatThrownBy(() -> writer.append("a").join()).isInstanceOf(CompletionException.class);
            assertThat(writer.failing()).isTrue();
        }

        assertThat(commits).hasValue(tries);
        assertThat(output.getAll().lines().filter(line -> line.contains("does not commit")))
                .hasSize(2);
        assertThat(output).contains("disk quota exceeded at 0", "read only since 0");
        assertThat(writer.append("b").join()).isEqualTo("b");
        assertThat(writer.failing()).isFalse();
    }

    private static SQLException conflict() {
        return new SQLTransactionRollbackException("Deadlock found when trying to get lock", "40001", 1213);
    }

    private static SQLException broken() {
        return new SQLNonTransientConnectionException("Communications link failure", "08S01", 0);
    }
}

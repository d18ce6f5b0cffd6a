package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.GaleraCluster;
import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.MySqlStore;
import io.tocsin.delivery.jdbc.store.Store;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.RateLimitState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What must hold when replicas are connected to different nodes of a cluster. */
@Tag("drill")
class GaleraIT {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static GaleraCluster cluster;

    @BeforeAll
    static void start() {
        cluster = GaleraCluster.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Store open(String database, int node) {
        String url = cluster.url(database, node);
        return MySqlStore.open(new DeliveryProperties.Store(Path.of("unused"), url, GaleraCluster.USER, "", 512), url);
    }

    @RepeatedTest(3)
    void replicas_that_start_at_the_same_moment_on_different_nodes_migrate_once(RepetitionInfo round) throws Exception {
        String database = "start" + round.getCurrentRepetition();
        cluster.createDatabase(database);
        CyclicBarrier together = new CyclicBarrier(GaleraCluster.NODES);
        ExecutorService threads = Executors.newFixedThreadPool(GaleraCluster.NODES);
        List<CompletableFuture<Store>> opening = new ArrayList<>();
        try {
            for (int n = 0; n < GaleraCluster.NODES; n++) {
                int node = n;
                opening.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                together.await();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                            return open(database, node);
                        },
                        threads));
            }
            List<Store> stores = opening.stream().map(CompletableFuture::join).toList();
            JdbcTemplate jdbc = new JdbcTemplate(stores.get(0).dataSource());
            List<String> versions = jdbc.queryForList(
                    "SELECT version FROM flyway_schema_history ORDER BY installed_rank", String.class);
            assertThat(versions).isNotEmpty().doesNotHaveDuplicates();
            stores.forEach(Store::close);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_turn_that_is_taken_on_one_node_is_not_taken_on_another() throws Exception {
        cluster.createDatabase("turns");
        open("turns", 0).close();
        try (Connection one = cluster.connect(0, "turns");
                Connection other = cluster.connect(1, "turns")) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            AppendLock.take(new JdbcTemplate(new SingleConnectionDataSource(one, true)));
            AppendLock.take(new JdbcTemplate(new SingleConnectionDataSource(other, true)));
            one.commit();
            assertThatThrownBy(other::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(1213));
        }
    }

    @Test
    void a_digest_is_not_planned_under_a_lease_that_another_node_gave_away_meanwhile() throws Exception {
        try (Replicas two = new Replicas("plans")) {
            two.one.outbox().append(notification("a", NOW, "oncall"));
            two.one.outbox().append(notification("b", NOW, "oncall"));
            Lease lease =
                    two.one.queue().acquire("oncall", NOW, NOW.plusSeconds(1)).orElseThrow();

            boolean planned = two.between(
                    () -> two.one.digests().plan(lease, List.of(1L, 2L)),
                    () -> assertThat(two.other.queue().acquire("oncall", NOW.plusSeconds(2), NOW.plusSeconds(60)))
                            .isPresent());

            assertThat(planned).isFalse();
            assertThat(two.other.digests().planned("oncall")).isEmpty();
        }
    }

    @Test
    void what_expired_is_not_parked_under_a_lease_that_another_node_gave_meanwhile() throws Exception {
        try (Replicas two = new Replicas("expiry")) {
            two.one.outbox().append(notification("a", NOW, "oncall"));

            int parked = two.between(
                    () -> two.one.store().parkExpired("oncall", NOW.plusSeconds(1), NOW.plusSeconds(2), 10),
                    () -> assertThat(two.other.queue().acquire("oncall", NOW.plusSeconds(2), NOW.plusSeconds(60)))
                            .isPresent());

            assertThat(parked).isZero();
            assertThat(two.other.queue().head("oncall")).isPresent();
        }
    }

    @Test
    void an_attempt_is_not_recorded_under_a_lease_that_another_node_gave_away_meanwhile() throws Exception {
        try (Replicas two = new Replicas("records")) {
            two.one.outbox().append(notification("a", NOW, "oncall"));
            Lease lease =
                    two.one.queue().acquire("oncall", NOW, NOW.plusSeconds(1)).orElseThrow();
            Delivery head = two.one.queue().head("oncall").orElseThrow();

            boolean recorded = two.between(
                    () -> two.one.queue().record(lease, delivered(head)),
                    () -> assertThat(two.other.queue().acquire("oncall", NOW.plusSeconds(2), NOW.plusSeconds(60)))
                            .isPresent());

            assertThat(recorded).isFalse();
        }
    }

    @Test
    void an_alert_that_two_nodes_accept_at_once_is_stored_once() throws Exception {
        try (Replicas two = new Replicas("duplicates")) {
            AppendResult result = two.between(
                    () -> two.one.outbox().append(notification("a", NOW, "oncall")),
                    () -> two.other.outbox().append(notification("a", NOW, "oncall")));

            assertThat(result).isInstanceOf(AppendResult.Duplicate.class);
        }
    }

    @Test
    void a_node_that_lags_behind_does_not_answer_what_was_sent_already() throws Exception {
        try (Replicas two = new Replicas("lagging")) {
            two.one.outbox().append(notification("a", NOW, "oncall"));
            Lease lease =
                    two.one.queue().acquire("oncall", NOW, NOW.plusSeconds(60)).orElseThrow();
            Delivery head = two.one.queue().head("oncall").orElseThrow();
            try (Connection lagging = cluster.connect(1, "lagging");
                    Statement statement = lagging.createStatement()) {
                statement.execute("FLUSH TABLES WITH READ LOCK");
                assertThat(two.one.queue().record(lease, delivered(head))).isTrue();

                CompletableFuture<Optional<Delivery>> read =
                        CompletableFuture.supplyAsync(() -> two.other.queue().head("oncall"));
                await().during(Duration.ofMillis(300)).until(() -> !read.isDone());
                statement.execute("UNLOCK TABLES");

                assertThat(read.join()).isEmpty();
            }
        }
    }

    @Test
    void a_node_that_takes_no_writes_is_left_for_the_next_one_of_the_url() throws Exception {
        cluster.createDatabase("hosts");
        String url = cluster.url("hosts", 0, 1);
        DeliveryProperties.Store properties =
                new DeliveryProperties.Store(Path.of("unused"), url, GaleraCluster.USER, "", 512);
        try (Replica moving = Replica.on(MySqlStore.open(properties, url), InstantSource.fixed(NOW), 1000)) {
            moving.queue().register(List.of("oncall"));
            cluster.isolate(0, true);
            try {
                await("an append on the node with a majority")
                        .atMost(Duration.ofMinutes(1))
                        .ignoreExceptions()
                        .until(() -> moving.outbox().append(notification("cut off", NOW, "oncall")) != null);
            } finally {
                cluster.isolate(0, false);
                cluster.awaitSynced(0);
            }
        }
        try (Connection first = cluster.connect(0, "hosts");
                Statement statement = first.createStatement()) {
            statement.execute("SET GLOBAL read_only = 1");
            try (Replica elsewhere = Replica.on(MySqlStore.open(properties, url), InstantSource.fixed(NOW), 1000)) {
                elsewhere.outbox().append(notification("read-only", NOW, "oncall"));
                assertThat(elsewhere.queue().head("oncall")).isPresent();
                assertThat(new JdbcTemplate(elsewhere.database().dataSource())
                                .queryForObject("SELECT @@port", Integer.class))
                        .isNotEqualTo(new JdbcTemplate(new SingleConnectionDataSource(first, true))
                                .queryForObject("SELECT @@port", Integer.class));
            } finally {
                statement.execute("SET GLOBAL read_only = 0");
            }
        }
    }

    private static AttemptResult delivered(Delivery head) {
        return new AttemptResult(head, DeliveryState.DELIVERED, NOW, NOW, null, null, RateLimitState.FRESH);
    }

    /** One on the first node, whose commits can be held up, and another one on the second. */
    private static final class Replicas implements AutoCloseable {

        private final AtomicReference<Runnable> beforeCommit = new AtomicReference<>(() -> {});
        private final Replica one;
        private final Replica other;

        Replicas(String database) throws SQLException {
            cluster.createDatabase(database);
            one = Replica.on(
                    open(database, 0),
                    InstantSource.fixed(NOW),
                    1000,
                    Replica.LIMIT,
                    () -> beforeCommit.get().run());
            other = Replica.on(open(database, 1), InstantSource.fixed(NOW), 1000);
            one.queue().register(List.of("oncall"));
        }

        /** Has the other one do something when the first one has done its part and not committed it. */
        <T> T between(Supplier<T> first, Runnable second) {
            CompletableFuture<?> written = new CompletableFuture<>();
            CompletableFuture<?> mayCommit = new CompletableFuture<>();
            beforeCommit.set(() -> {
                written.complete(null);
                mayCommit.orTimeout(20, TimeUnit.SECONDS).join();
            });
            CompletableFuture<T> result = CompletableFuture.supplyAsync(first);
            written.orTimeout(20, TimeUnit.SECONDS).join();
            second.run();
            mayCommit.complete(null);
            return result.join();
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }
}

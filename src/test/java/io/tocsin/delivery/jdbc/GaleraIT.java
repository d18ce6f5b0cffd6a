package io.tocsin.delivery.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.backing.GaleraCluster;
import io.tocsin.delivery.DeliveryProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.springframework.jdbc.core.JdbcTemplate;

/** What must hold when replicas are connected to different nodes of a cluster. */
@Tag("drill")
class GaleraIT {

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
}

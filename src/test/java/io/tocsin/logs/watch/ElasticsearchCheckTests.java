package io.tocsin.logs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.check.CheckException;
import io.tocsin.logs.CannedCluster;
import io.tocsin.logs.LogsServer;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.watch.ElasticsearchCheck.ClusterFigures;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElasticsearchCheckTests {

    /** As 8.0 answers: without the number of unassigned primary shards, among others. */
    private static final String HEALTH_OF_8_0 = "{\"cluster_name\":\"logs\",\"status\":\"yellow\",\"timed_out\":false,"
            + "\"number_of_nodes\":3,\"number_of_data_nodes\":3,\"active_primary_shards\":4,\"active_shards\":5,"
            + "\"relocating_shards\":0,\"initializing_shards\":0,\"unassigned_shards\":2,\"delayed_unassigned_shards\":0,"
            + "\"number_of_pending_tasks\":0,\"number_of_in_flight_fetch\":0,\"task_max_waiting_in_queue_millis\":0,"
            + "\"active_shards_percent_as_number\":80.0}";

    private static ClusterFigures look(int status, String body) throws IOException, CheckException {
        try (CannedCluster cluster = new CannedCluster(status, asked -> body);
                LogsServer tocsin = cluster.asked()) {
            return new ElasticsearchCheck(tocsin.bean(LogCluster.class), Duration.ofSeconds(20)).look();
        }
    }

    @Test
    void a_server_of_an_older_minor_version_is_up() throws IOException, CheckException {
        assertThat(look(200, HEALTH_OF_8_0)).isEqualTo(new ClusterFigures("yellow", 3, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|{\"error\":{\"type\":\"security_exception\",\"reason\":\"user elastic\"}}|it refuses the credentials",
                "403|<html>a proxy</html>|it refuses the credentials",
                "503|{}|it answers 503",
                "301|{}|it answers 301",
                "200|<html>a proxy</html>|its answer is of another protocol"
            })
    void another_answer_is_a_reason_that_may_be_public(int status, String body, String reason) {
        assertThatThrownBy(() -> look(status, body))
                .isInstanceOf(CheckException.class)
                .hasMessage(reason);
    }
}

package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.backing.ElasticsearchServer.Version;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("drill")
class Elasticsearch8IT extends LogLayoutsContract {

    Elasticsearch8IT() {
        super(Version.V8);
    }

    @Test
    void a_cluster_of_another_version_is_a_503_that_names_the_setting() {
        try (LogsServer server = LogsServer.start(
                "spring.elasticsearch.uris=" + elasticsearch().url(),
                "tocsin.logs.compatibility=9",
                "tocsin.logs.setup.enabled=false")) {
            HttpResponse<String> answer = server.get("/errors");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("tocsin.logs.compatibility");
        }
    }
}

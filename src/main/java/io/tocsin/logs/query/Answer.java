package io.tocsin.logs.query;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The response of a search. */
record Answer(JsonNode json) {

    /** Whether it is incomplete. */
    boolean partial() {
        return json.has("error")
                || json.path("timed_out").asBoolean(false)
                || json.path("_shards").path("failed").asInt(0) > 0;
    }

    long took() {
        return json.path("took").asLong(0);
    }

    List<JsonNode> hits() {
        return json.path("hits").path("hits").valueStream().toList();
    }

    JsonNode aggregation(String name) {
        return json.path("aggregations").path(name);
    }
}

package io.tocsin.logs.client;

import tools.jackson.databind.JsonNode;

/** What the cluster answered: this, or a refusal. */
public sealed interface ClusterAnswer {

    /** It did what was asked. */
    record Done(JsonNode body) implements ClusterAnswer {}

    /**
     * It refused.
     *
     * @param status the HTTP status, 300 or above: a redirect is not followed
     * @param type Elasticsearch's name of the root cause, empty when it gave none
     * @param reason Elasticsearch's own words about the root cause, empty when it gave none; may repeat parts of the request
     */
    record Refused(int status, String type, String reason) implements ClusterAnswer {}
}

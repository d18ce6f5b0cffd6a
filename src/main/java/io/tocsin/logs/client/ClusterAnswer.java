package io.tocsin.logs.client;

import tools.jackson.databind.JsonNode;

/** The cluster's response: success or refusal. */
public sealed interface ClusterAnswer {

    /** The request succeeded. */
    record Done(JsonNode body) implements ClusterAnswer {}

    /**
     * The cluster refused the request.
     *
     * @param status the HTTP status, 300 or above: a redirect is not followed
     * @param type Elasticsearch's name of the root cause, empty when it gave none
     * @param reason Elasticsearch's reason of the root cause, empty when it gave none; may repeat parts of the request
     */
    record Refused(int status, String type, String reason) implements ClusterAnswer {}
}

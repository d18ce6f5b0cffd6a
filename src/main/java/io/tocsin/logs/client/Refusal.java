package io.tocsin.logs.client;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import org.jspecify.annotations.Nullable;

/**
 * A response that is not the requested one.
 *
 * @param status the HTTP status; below 300 when what answers is not Elasticsearch
 * @param type Elasticsearch's name of the root cause, empty when it gave none
 * @param reason Elasticsearch's reason of the root cause, empty when it gave none; may repeat parts of the request
 */
public record Refusal(int status, String type, String reason) {

    /** From what a client throws; null when there was no response. */
    public static @Nullable Refusal of(Exception failure) {
        if (failure instanceof ElasticsearchException e) {
            ErrorCause cause = e.error().rootCause().isEmpty()
                    ? e.error()
                    : e.error().rootCause().get(0);
            return new Refusal(e.status(), text(cause.type()), text(cause.reason()));
        }
        if (failure instanceof ResponseException e) {
            return new Refusal(e.getResponse().getStatusCode(), "", "");
        }
        return failure instanceof TransportException e ? new Refusal(e.statusCode(), "", "") : null;
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    /** A short description that may be public. */
    public String words() {
        if (status < 300) {
            return "its answer is of another protocol";
        }
        return status == 401 || status == 403
                ? "it refuses the credentials"
                : ("it answers " + status + " " + type).strip();
    }
}

package io.tocsin.standin;

import java.net.URI;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A message that a stand-in accepted.
 *
 * @param at when it was whole
 * @param uri path and query it was posted to
 * @param body the bytes as text
 * @param json the same, parsed
 */
public record ReceivedMessage(Instant at, URI uri, String body, JsonNode json) {}

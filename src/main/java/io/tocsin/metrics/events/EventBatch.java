package io.tocsin.metrics.events;

import java.util.List;

/**
 * The events of one body.
 *
 * @param events the valid ones
 * @param violations the errors of the others; when there is any, nothing is counted
 * @param <T> the kind of event
 */
record EventBatch<T>(List<T> events, List<Violation> violations) {}

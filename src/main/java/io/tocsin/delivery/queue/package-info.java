/** The queue of a target: pending deliveries, the lease on it, and the result of an attempt. */
@NullMarked
package io.tocsin.delivery.queue;

import org.jspecify.annotations.NullMarked;

/** The workers, one for each target, that send pending deliveries. */
@NullMarked
package io.tocsin.delivery.worker;

import org.jspecify.annotations.NullMarked;

/** Forwards deliveries that are pending too long to a fallback target. */
@NullMarked
package io.tocsin.delivery.fallback;

import org.jspecify.annotations.NullMarked;

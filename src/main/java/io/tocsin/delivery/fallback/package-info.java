/** Hands what waited too long to the target that stands in for the first. */
@NullMarked
package io.tocsin.delivery.fallback;

import org.jspecify.annotations.NullMarked;

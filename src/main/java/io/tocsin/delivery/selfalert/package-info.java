/** Tocsin's alerts about itself: blocked targets, a full store, lost notifications. */
@NullMarked
@NamedInterface("selfalert")
package io.tocsin.delivery.selfalert;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/** The history: notifications and their deliveries. */
@NullMarked
@NamedInterface("history")
package io.tocsin.delivery.history;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/** What arrived and what became of it, to be asked afterwards. */
@NullMarked
@NamedInterface("history")
package io.tocsin.delivery.history;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

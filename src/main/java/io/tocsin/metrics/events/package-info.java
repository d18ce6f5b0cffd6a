/** Business events that other projects report, and their meters. */
@NullMarked
package io.tocsin.metrics.events;

import org.jspecify.annotations.NullMarked;

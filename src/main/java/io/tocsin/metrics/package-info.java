/** HTTP, business and processing meters. */
@NullMarked
package io.tocsin.metrics;

import org.jspecify.annotations.NullMarked;

/** The meters of HTTP requests. */
@NullMarked
package io.tocsin.metrics.http;

import org.jspecify.annotations.NullMarked;

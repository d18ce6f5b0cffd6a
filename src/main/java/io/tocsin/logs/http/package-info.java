/** The questions as HTTP endpoints. */
@NullMarked
package io.tocsin.logs.http;

import org.jspecify.annotations.NullMarked;

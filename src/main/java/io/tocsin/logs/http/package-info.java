/** The HTTP endpoints of log queries. */
@NullMarked
package io.tocsin.logs.http;

import org.jspecify.annotations.NullMarked;

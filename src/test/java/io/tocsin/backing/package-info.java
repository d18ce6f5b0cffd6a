/** Real servers that tests and the first run need, without anything installed. */
@NullMarked
package io.tocsin.backing;

import org.jspecify.annotations.NullMarked;

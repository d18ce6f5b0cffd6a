/** Tocsin's own log: the id of a request on each line, private folders, surrogate pairs. */
@NullMarked
package io.tocsin.logging;

import org.jspecify.annotations.NullMarked;

/** How Tocsin writes its own log: the id of a request on each line, private folders, whole characters. */
@NullMarked
package io.tocsin.logging;

import org.jspecify.annotations.NullMarked;

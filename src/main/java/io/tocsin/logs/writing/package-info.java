/** How Tocsin writes its own log. */
@NullMarked
package io.tocsin.logs.writing;

import org.jspecify.annotations.NullMarked;

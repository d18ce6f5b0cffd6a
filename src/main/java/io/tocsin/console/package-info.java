/** The operator's pages: what is up, what waits, who was told, and a button that sends again. */
@NullMarked
package io.tocsin.console;

import org.jspecify.annotations.NullMarked;

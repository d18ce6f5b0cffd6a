/** Shows a message approximately as its reader would see it, as safe HTML. */
@NullMarked
package io.tocsin.console.preview;

import org.jspecify.annotations.NullMarked;

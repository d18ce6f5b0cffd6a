/** Shows a message nearly as its reader would see it, as HTML that is safe wherever its words come from. */
@NullMarked
package io.tocsin.console.preview;

import org.jspecify.annotations.NullMarked;

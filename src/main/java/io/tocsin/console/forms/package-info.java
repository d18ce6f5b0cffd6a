/** What the forms of the console send, read and checked. */
@NullMarked
package io.tocsin.console.forms;

import org.jspecify.annotations.NullMarked;

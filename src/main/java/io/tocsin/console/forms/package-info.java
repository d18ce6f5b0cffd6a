/** The console's forms, parsed and validated. */
@NullMarked
package io.tocsin.console.forms;

import org.jspecify.annotations.NullMarked;

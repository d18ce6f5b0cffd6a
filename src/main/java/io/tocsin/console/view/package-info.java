/** Presentation of the console: texts, times, colours, charts. */
@NullMarked
package io.tocsin.console.view;

import org.jspecify.annotations.NullMarked;

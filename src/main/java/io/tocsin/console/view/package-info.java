/** How the console shows things: texts, times, colours, charts. */
@NullMarked
package io.tocsin.console.view;

import org.jspecify.annotations.NullMarked;

/** Commands of the jar that start no server and open no store: {@code check} and {@code explain}. */
@NullMarked
package io.tocsin.command;

import org.jspecify.annotations.NullMarked;

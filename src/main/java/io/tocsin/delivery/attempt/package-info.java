/** One attempt to send: its time limit, when it is tried again, its log line and its meters. */
@NullMarked
package io.tocsin.delivery.attempt;

import org.jspecify.annotations.NullMarked;

/** Sending messages: targets, notifiers, and results. */
@NullMarked
package io.tocsin.channel;

import org.jspecify.annotations.NullMarked;

/** How a message is sent: targets, notifiers, and what a provider answered. */
@NullMarked
package io.tocsin.channel;

import org.jspecify.annotations.NullMarked;

/** Any system that accepts JSON by HTTP. */
@NullMarked
package io.tocsin.channel.webhook;

import org.jspecify.annotations.NullMarked;

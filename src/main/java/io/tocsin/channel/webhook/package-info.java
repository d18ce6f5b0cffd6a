/** Any system that takes JSON by HTTP. */
@NullMarked
package io.tocsin.channel.webhook;

import org.jspecify.annotations.NullMarked;

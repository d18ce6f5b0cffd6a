/** A message or digest in the language and time zone of its readers. */
@NullMarked
package io.tocsin.channel.render;

import org.jspecify.annotations.NullMarked;

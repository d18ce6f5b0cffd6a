/** The templates of messages, and their restrictions. */
@NullMarked
package io.tocsin.channel.template;

import org.jspecify.annotations.NullMarked;

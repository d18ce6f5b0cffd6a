/** The templates that lay messages out, and what they may use. */
@NullMarked
package io.tocsin.channel.template;

import org.jspecify.annotations.NullMarked;

/** Email over SMTP. */
@NullMarked
package io.tocsin.channel.email;

import org.jspecify.annotations.NullMarked;

/** What an operator may do: send again, send a test message. */
@NullMarked
@NamedInterface("resend")
package io.tocsin.delivery.resend;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/** Intake: webhooks, the routes that choose targets, and the watchdog. Others use the types of this package only. */
@NullMarked
package io.tocsin.intake;

import org.jspecify.annotations.NullMarked;

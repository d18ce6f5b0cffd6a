/** Queries Alertmanager for firing alerts of which it sends no notification. */
@NullMarked
package io.tocsin.intake.muting;

import org.jspecify.annotations.NullMarked;

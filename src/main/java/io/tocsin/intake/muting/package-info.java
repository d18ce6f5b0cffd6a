/** Asks Alertmanager which alerts fire although it notifies nobody of them. */
@NullMarked
package io.tocsin.intake.muting;

import org.jspecify.annotations.NullMarked;

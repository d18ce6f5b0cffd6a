/** Notices when the alert that always fires stops arriving. */
@NullMarked
package io.tocsin.intake.watchdog;

import org.jspecify.annotations.NullMarked;

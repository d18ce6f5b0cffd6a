/** Tocsin: receives the alerts of Alertmanager and delivers them to people without losing one. */
@NullMarked
package io.tocsin;

import org.jspecify.annotations.NullMarked;

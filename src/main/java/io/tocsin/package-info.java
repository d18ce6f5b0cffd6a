/** Tocsin: takes the alerts that Alertmanager sends and gets them to people without losing one. */
@NullMarked
package io.tocsin;

import org.jspecify.annotations.NullMarked;

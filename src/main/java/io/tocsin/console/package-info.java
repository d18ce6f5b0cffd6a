/** The operator's pages: component states, pending deliveries, alerts, and resending. */
@NullMarked
package io.tocsin.console;

import org.jspecify.annotations.NullMarked;

/** The queries behind the history: deliveries, notifications and alert groups. */
@NullMarked
package io.tocsin.delivery.jdbc.history;

import org.jspecify.annotations.NullMarked;

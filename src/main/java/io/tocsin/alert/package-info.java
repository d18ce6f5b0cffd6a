/** The model that every feature shares: a notification, its alerts, their severity and the matchers on their labels. It depends on no other feature. */
@NullMarked
package io.tocsin.alert;

import org.jspecify.annotations.NullMarked;

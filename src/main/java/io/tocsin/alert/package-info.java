/** What arrived: notifications and their alerts. */
@NullMarked
package io.tocsin.alert;

import org.jspecify.annotations.NullMarked;

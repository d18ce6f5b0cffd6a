/** Which alert goes to which targets. */
@NullMarked
package io.tocsin.alert.routing;

import org.jspecify.annotations.NullMarked;

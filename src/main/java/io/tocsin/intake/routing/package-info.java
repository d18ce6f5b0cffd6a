/** Which alert goes to which targets. */
@NullMarked
package io.tocsin.intake.routing;

import org.jspecify.annotations.NullMarked;

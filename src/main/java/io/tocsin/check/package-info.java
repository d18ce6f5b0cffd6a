/** Monitoring: the schedule of the checks, their last results, and how these are exposed. */
@NullMarked
package io.tocsin.check;

import org.jspecify.annotations.NullMarked;

/** Health, gauges, purging and the limits of the store. */
@NullMarked
@NamedInterface("maintenance")
package io.tocsin.delivery.maintenance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

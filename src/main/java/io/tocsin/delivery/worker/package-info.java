/** The workers, one for each target, that send what waits. */
@NullMarked
package io.tocsin.delivery.worker;

import org.jspecify.annotations.NullMarked;

/** The monitored Redis. */
@NullMarked
package io.tocsin.check.redis;

import org.jspecify.annotations.NullMarked;

/** Many pending deliveries sent as one message. */
@NullMarked
package io.tocsin.delivery.digest;

import org.jspecify.annotations.NullMarked;

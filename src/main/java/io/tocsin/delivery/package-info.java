/** What must still be sent: the outbox, and the workers that drain it. */
@NullMarked
package io.tocsin.delivery;

import org.jspecify.annotations.NullMarked;

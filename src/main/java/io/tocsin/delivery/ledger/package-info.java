/** The HTTP API that answers "what happened to this alert?", and sends again. */
@NullMarked
package io.tocsin.delivery.ledger;

import org.jspecify.annotations.NullMarked;

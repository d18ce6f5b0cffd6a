/** The HTTP API that answers "what happened to this alert?", and sends again. */
@NullMarked
package io.tocsin.delivery.web;

import org.jspecify.annotations.NullMarked;

/** Whether Elasticsearch is up, and how much is logged. */
@NullMarked
package io.tocsin.logs.watch;

import org.jspecify.annotations.NullMarked;

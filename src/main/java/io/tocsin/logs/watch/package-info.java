/** Monitoring of Elasticsearch, and the number of log entries. */
@NullMarked
package io.tocsin.logs.watch;

import org.jspecify.annotations.NullMarked;

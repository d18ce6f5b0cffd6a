/** Monitoring of Elasticsearch, its index template and retention, and the number of log entries. */
@NullMarked
package io.tocsin.logs.watch;

import org.jspecify.annotations.NullMarked;

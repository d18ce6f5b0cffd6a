/** The client of the Elasticsearch that holds the logs. */
@NullMarked
package io.tocsin.logs.client;

import org.jspecify.annotations.NullMarked;

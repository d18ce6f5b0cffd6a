/** The Elasticsearch that holds the logs, and how it is spoken to. */
@NullMarked
package io.tocsin.logs.client;

import org.jspecify.annotations.NullMarked;

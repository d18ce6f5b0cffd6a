/** Builds the queries for Elasticsearch, and interprets its responses. */
@NullMarked
package io.tocsin.logs.query;

import org.jspecify.annotations.NullMarked;

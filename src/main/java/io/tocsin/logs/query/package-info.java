/** Builds the queries for Elasticsearch, and interprets its responses. */
@NamedInterface("query")
@NullMarked
package io.tocsin.logs.query;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

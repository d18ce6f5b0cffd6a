/** How the questions are put to Elasticsearch, and what its answers mean. */
@NullMarked
package io.tocsin.logs.query;

import org.jspecify.annotations.NullMarked;

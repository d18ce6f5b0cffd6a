/** Queries of the platform's logs, the API of the feature: errors, summary, search, context. */
@NullMarked
package io.tocsin.logs;

import org.jspecify.annotations.NullMarked;

/** Questions about the platform's logs, as others may ask them: errors, summary, search, context. */
@NullMarked
package io.tocsin.logs;

import org.jspecify.annotations.NullMarked;

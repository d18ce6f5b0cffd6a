/** The index template and the retention of the logs. */
@NullMarked
package io.tocsin.logs.setup;

import org.jspecify.annotations.NullMarked;

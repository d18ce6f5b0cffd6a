/** The mounted file systems, and their usage. */
@NullMarked
package io.tocsin.check.host.filesystem;

import org.jspecify.annotations.NullMarked;

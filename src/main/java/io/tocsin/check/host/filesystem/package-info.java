/** The file systems that are mounted, and how full each is. */
@NullMarked
package io.tocsin.check.host.filesystem;

import org.jspecify.annotations.NullMarked;

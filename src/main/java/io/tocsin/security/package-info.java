/** Who may call what. */
@NullMarked
package io.tocsin.security;

import org.jspecify.annotations.NullMarked;

/** Authentication and authorization. */
@NullMarked
package io.tocsin.security;

import org.jspecify.annotations.NullMarked;

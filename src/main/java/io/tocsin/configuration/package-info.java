/** The configuration as a whole: how it is checked, and how it is replaced while the service runs. */
@NullMarked
package io.tocsin.configuration;

import org.jspecify.annotations.NullMarked;

/** What operators did, and who tried to be one. */
@NullMarked
package io.tocsin.audit;

import org.jspecify.annotations.NullMarked;

/** Proofs on the packaged service in processes of its own. */
@NullMarked
package io.tocsin.proof;

import org.jspecify.annotations.NullMarked;

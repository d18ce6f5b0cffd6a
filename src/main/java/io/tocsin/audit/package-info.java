/** The audit log: actions of operators, and failed sign-ins. */
@NullMarked
package io.tocsin.audit;

import org.jspecify.annotations.NullMarked;

/** What is under {@code monitoring/}, and the files of the stack at the top level. */
@NullMarked
package io.tocsin.monitoring;

import org.jspecify.annotations.NullMarked;

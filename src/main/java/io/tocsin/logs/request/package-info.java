/** The id that ties the log lines of one request together. */
@NullMarked
package io.tocsin.logs.request;

import org.jspecify.annotations.NullMarked;

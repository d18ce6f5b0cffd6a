/** The outbox on SQLite and on MySQL: all the SQL of the project. */
@NullMarked
package io.tocsin.delivery.jdbc;

import org.jspecify.annotations.NullMarked;

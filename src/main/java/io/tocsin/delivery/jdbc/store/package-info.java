/** Opening and migrating SQLite and MySQL, the group commit and the size of the store. */
@NullMarked
package io.tocsin.delivery.jdbc.store;

import org.jspecify.annotations.NullMarked;

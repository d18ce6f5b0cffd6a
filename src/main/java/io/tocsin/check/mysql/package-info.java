/** The monitored MySQL or MariaDB. */
@NullMarked
package io.tocsin.check.mysql;

import org.jspecify.annotations.NullMarked;

/** What one client may use of the server: request threads, connections, time. */
@NullMarked
package io.tocsin.security.connection;

import org.jspecify.annotations.NullMarked;

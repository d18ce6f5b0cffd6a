/** The host that Tocsin runs on: its health and node_exporter's figures. */
@NullMarked
package io.tocsin.check.host;

import org.jspecify.annotations.NullMarked;

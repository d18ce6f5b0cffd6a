/** The host that Tocsin runs on: its health and the figures that node_exporter would give. */
@NullMarked
package io.tocsin.check.host;

import org.jspecify.annotations.NullMarked;

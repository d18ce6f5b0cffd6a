/** The data that a template may read, and the escaping of its output. */
@NullMarked
package io.tocsin.channel.template.model;

import org.jspecify.annotations.NullMarked;

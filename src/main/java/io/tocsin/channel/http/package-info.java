/** The common HTTP client of channels: a request with limits of time and size, and the meaning of the answer. */
@NullMarked
@NamedInterface("http")
package io.tocsin.channel.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

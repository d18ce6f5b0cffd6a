/** What channels over HTTP share: a request with limits of time and size, and what the answer means. */
@NullMarked
package io.tocsin.channel.http;

import org.jspecify.annotations.NullMarked;

/** What the targets of all channels have in common in configuration: names, limits, fallbacks, mentions. */
@NullMarked
@NamedInterface("config")
package io.tocsin.channel.config;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

/** Slack incoming webhooks. */
@NullMarked
package io.tocsin.channel.slack;

import org.jspecify.annotations.NullMarked;

/** Slack: incoming webhooks, and apps that post each alert group in a thread. */
@NullMarked
package io.tocsin.channel.slack;

import org.jspecify.annotations.NullMarked;

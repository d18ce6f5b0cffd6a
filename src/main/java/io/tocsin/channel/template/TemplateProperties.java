package io.tocsin.channel.template;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Templates of one's own.
 *
 * @param directory Where templates lie that replace built-in ones, such as slack/message.ftl; none when not set. They are
 *     checked at start, and read again when they change.
 */
@ConfigurationProperties("tocsin.channel.templates")
record TemplateProperties(@Nullable Path directory) {}

package io.tocsin.channel.template.model;

/** Internal text that is safe everywhere, such as a link's URL or a colour: mark-up leaves it unchanged. */
public record SafeText(String text) {}

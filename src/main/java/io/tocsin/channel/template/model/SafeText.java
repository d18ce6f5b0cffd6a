package io.tocsin.channel.template.model;

/** Text that is ours and already harmless everywhere, such as a link's URL or a colour: mark-up leaves it as it is. */
public record SafeText(String text) {}

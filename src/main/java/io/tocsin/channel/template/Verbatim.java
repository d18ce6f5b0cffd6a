package io.tocsin.channel.template;

/** Text that is ours and already harmless everywhere, such as a link's URL or a colour: mark-up leaves it as it is. */
record Verbatim(String text) {}

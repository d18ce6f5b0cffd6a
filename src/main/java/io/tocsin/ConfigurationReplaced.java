package io.tocsin;

/** Published after all {@link Reloadable} beans have taken over the settings of a new configuration. */
public record ConfigurationReplaced() {}

package io.tocsin.channel.webhook;

import io.tocsin.channel.Target;
import io.tocsin.standin.RecipeStandIn;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The recipes of docs/channels.md with the address and the secrets of a stand-in. */
public final class RecipeTargets {

    private RecipeTargets() {}

    /** The recipe's name in the documentation. */
    static String name(RecipeStandIn.Provider provider) {
        return provider == RecipeStandIn.Provider.ALERTMANAGER
                ? "forward"
                : provider.name().toLowerCase(Locale.ROOT);
    }

    /** The recipe's target. */
    public static Target of(RecipeStandIn.Provider provider, RecipeStandIn receiver, InstantSource clock) {
        Map<String, String> settings =
                new HashMap<>(Map.of("url", receiver.webhookUrl().toString()));
        switch (provider) {
            case TELEGRAM -> settings.put("secrets.chat-id", RecipeStandIn.SECRET);
            case PAGERDUTY -> settings.put("secrets.routing-key", RecipeStandIn.SECRET);
            case NTFY ->
                settings.putAll(Map.of("secrets.topic", RecipeStandIn.SECRET, "bearer-token", RecipeStandIn.SECRET));
            default -> {}
        }
        return WebhookTargets.recipe(name(provider), settings, clock);
    }
}

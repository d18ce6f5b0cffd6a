package io.tocsin.channel.webhook;

import io.tocsin.channel.config.TargetSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Keeps the secrets that a template names as {@code {{name}}} out of its output: random placeholders represent them until the
 * body is sent, so that neither a preview nor the text of an alert can reveal them.
 */
final class Placeholders {

    private static final Pattern NAME = Pattern.compile("\\{\\{\\s*([\\w.-]+)\\s*}}");

    /** The secrets by their placeholders. */
    private final Map<String, String> secrets = new HashMap<>();

    private final String template;

    /**
     * @param template empty for none
     * @throws io.tocsin.ConfigurationException when the template names an unknown secret
     */
    Placeholders(String template, Map<String, String> values, TargetSettings settings) {
        this.template = NAME.matcher(template).replaceAll(name -> {
            String value = values.get(name.group(1));
            if (value == null) {
                throw settings.wrong("body", "names " + name.group() + ", which is not under secrets");
            }
            String word = "secret" + UUID.randomUUID().toString().replace("-", "");
            secrets.put(word, String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(value.strip())));
            return word;
        });
    }

    /** The template with the placeholders in it. */
    String template() {
        return template;
    }

    /** The body as it is sent. */
    String resolve(String body) {
        return secrets.keySet().stream()
                .reduce(body, (sent, word) -> sent.replace(word, secrets.getOrDefault(word, "")));
    }

    /** The body for display. */
    String hide(String body) {
        return secrets.keySet().stream().reduce(body, (shown, word) -> shown.replace(word, "***"));
    }
}

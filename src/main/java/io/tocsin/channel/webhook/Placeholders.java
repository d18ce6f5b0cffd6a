package io.tocsin.channel.webhook;

import io.tocsin.channel.config.TargetSettings;
import java.nio.charset.StandardCharsets;
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
    byte[] resolve(byte[] body) {
        if (secrets.isEmpty()) {
            return body;
        }
        String sent = new String(body, StandardCharsets.UTF_8);
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            sent = sent.replace(secret.getKey(), secret.getValue());
        }
        return sent.getBytes(StandardCharsets.UTF_8);
    }

    /** The body for display. */
    String hide(String body) {
        String shown = body;
        for (String word : secrets.keySet()) {
            shown = shown.replace(word, "***");
        }
        return shown;
    }
}

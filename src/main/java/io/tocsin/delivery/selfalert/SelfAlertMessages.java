package io.tocsin.delivery.selfalert;

import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Function;

/** The texts of self-alerts, in every language. */
public final class SelfAlertMessages {

    private static final ResourceBundle.Control NO_DEFAULT_LOCALE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private SelfAlertMessages() {}

    /**
     * The annotations {@code summary} and {@code description}, in English, and in Chinese as {@code summary_zh} and
     * {@code description_zh}.
     *
     * @param key which texts of {@code messages/own.properties}
     * @param arguments the arguments of the texts, in the requested language
     */
    public static Map<String, String> annotations(String key, Function<Locale, List<String>> arguments) {
        Map<String, String> annotations = new HashMap<>();
        put(annotations, "", Locale.ENGLISH, key, arguments);
        put(annotations, "_zh", Locale.SIMPLIFIED_CHINESE, key, arguments);
        return annotations;
    }

    private static void put(
            Map<String, String> annotations,
            String suffix,
            Locale locale,
            String key,
            Function<Locale, List<String>> arguments) {
        ResourceBundle texts = ResourceBundle.getBundle("messages/own", locale, NO_DEFAULT_LOCALE);
        Object[] given = arguments.apply(locale).toArray();
        for (String annotation : List.of("summary", "description")) {
            String pattern = texts.getString(key + "." + annotation);
            annotations.put(annotation + suffix, new MessageFormat(pattern, locale).format(given));
        }
    }
}

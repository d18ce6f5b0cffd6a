package io.tocsin.channel;

import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.LabelMatcher.Operator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * A link that may be shown in any channel: absolute, http or https, without credentials, and with every character
 * percent-encoded that means something in HTML, in Markdown or in Slack's form.
 *
 * @param label what the reader sees
 * @param url at most 2,000 characters
 */
public record Link(String label, String url) {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int MAX_LENGTH = 2_000;
    private static final Pattern FORM = Pattern.compile(
            "(?i)(https?://(?:[\\p{L}\\p{N}._-]+|\\[[0-9a-f:.]+])(?::\\d{1,5})?)([/?#].*)?", Pattern.DOTALL);
    private static final String KEPT = "-._~:/?#@!$&+,;=%";

    /** A link to the URL; empty when it is none that may be shown. */
    public static Optional<Link> of(String label, @Nullable String url) {
        return cleaned(url).filter(safe -> safe.length() <= MAX_LENGTH).map(safe -> new Link(label, safe));
    }

    /**
     * The URL with every character percent-encoded that means something elsewhere, of any length; empty when it is none that
     * may be shown. The one cleaner of all links, whichever field of a webhook they come in.
     */
    public static Optional<String> cleaned(@Nullable String url) {
        Matcher form = FORM.matcher(url == null ? "" : url.strip());
        return form.matches()
                ? Optional.of(form.group(1)
                        + encode(Optional.ofNullable(form.group(2)).orElse(""), KEPT))
                : Optional.empty();
    }

    /** A link to Alertmanager's form for a new silence, filled in with exactly this alert's labels. */
    public static Optional<Link> silence(String label, @Nullable String alertmanager, Map<String, String> labels) {
        if (alertmanager == null || labels.isEmpty()) {
            return Optional.empty();
        }
        String filter = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(pair -> new LabelMatcher(pair.getKey(), Operator.EQUAL, pair.getValue()).toString())
                        .collect(Collectors.joining(",", "{", "}"));
        String base = StringUtils.trimTrailingCharacter(alertmanager, '/');
        return of(label, base + "/#/silences/new?filter=" + encode(filter, "-._~"));
    }

    private static String encode(String text, String kept) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && (Character.isLetterOrDigit(octet) || kept.indexOf(octet) >= 0)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }
}

package io.tocsin.channel;

import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.LabelMatcher.Operator;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * A link that is safe in any channel: absolute, http or https, without credentials, and with every character percent-encoded
 * that has a meaning in HTML, in Markdown or in Slack's form.
 *
 * @param label what the reader sees
 * @param url at most 8,000 characters; empty when there is a link, but a longer one
 */
public record Link(String label, String url) {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int LONGEST = 8_000;
    /** The limit of chats, and of a silence's form in a browser. */
    private static final int LONGEST_IN_CHAT = 2_000;

    private static final Set<String> UNSPECIFIC =
            Set.of("alertname", "severity", "job", "prometheus", "monitor", "cluster", "team");

    /** Labels that change with a pod or container, in Kubernetes' usual names. */
    public static final List<String> LEFT_OUT_OF_SILENCES =
            List.of("instance", "pod", "pod_name", "pod_ip", "uid", "id", "container_id", "image_id", "endpoint");

    private static volatile Set<String> leftOutOfSilences = Set.copyOf(LEFT_OUT_OF_SILENCES);

    private static final Pattern FORM = Pattern.compile(
            "(?i)(https?://(?:[\\p{L}\\p{N}._-]+|\\[[0-9a-f:.]+])(?::\\d{1,5})?)([/?#].*)?", Pattern.DOTALL);
    private static final String KEPT = "-._~:/?#@!$&+,;=%";

    /** A link to the URL; empty when it is not safe. */
    public static Optional<Link> of(String label, @Nullable String url) {
        return cleaned(url).map(safe -> new Link(label, safe.length() <= LONGEST ? safe : ""));
    }

    /** Whether chats accept it; a longer one is named there without its URL. */
    public boolean fitsChat() {
        return !url.isEmpty() && url.length() <= LONGEST_IN_CHAT;
    }

    /** Sets the configured names of labels, for all messages from now on. */
    public static void leaveOutOfSilences(Collection<String> labels) {
        leftOutOfSilences = Set.copyOf(labels);
    }

    /**
     * The URL with every character percent-encoded that has a meaning elsewhere, of any length; empty when it is not safe.
     */
    public static Optional<String> cleaned(@Nullable String url) {
        Matcher form = FORM.matcher(url == null ? "" : url.strip());
        return form.matches()
                ? Optional.of(form.group(1)
                        + encode(Optional.ofNullable(form.group(2)).orElse(""), KEPT))
                : Optional.empty();
    }

    /**
     * A link to Alertmanager's form for a new silence, filled in with this alert's labels except those that would make the
     * silence end with the pod. With all labels when no other identifies the alert among those of its name: a link must not
     * lead to a silence for all of them.
     */
    public static Optional<Link> silence(String label, @Nullable String alertmanager, Map<String, String> labels) {
        if (alertmanager == null || labels.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, String> kept = new TreeMap<>(labels);
        kept.keySet().removeAll(leftOutOfSilences);
        boolean tooWide = UNSPECIFIC.containsAll(kept.keySet());
        String filter = (tooWide ? new TreeMap<>(labels) : kept)
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

package io.tocsin.channel.http;

import io.tocsin.alert.Text;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Removes secrets from a provider's text: the target's own secrets, any URL, any address. */
public final class Redaction {

    private static final int MAX_DETAIL = 200;
    private static final String HIDDEN = "***";
    /** Values computed for one request, such as a signature, are secrets that cannot be listed. */
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)\\b((?:access_?)?(?:token|key)|api_?key|sign(?:ature)?|secret|password|credential)(=|%3D)[^&\\s\"'<>,;]+");

    private final List<String> secrets;

    /**
     * @param secrets tokens, passwords, user names, addresses; those shorter than four characters are ignored
     */
    public Redaction(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= 4)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** For a target whose URL is a secret: its path and query, whole and in parts, and the further secrets. */
    public static Redaction of(URI url, Collection<String> furtherSecrets) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        String userInfo = url.getRawUserInfo() == null ? "" : url.getRawUserInfo();
        Stream<String> parts = Stream.of(path.split("/"), query.split("[&=]"), userInfo.split(":"))
                .flatMap(Stream::of)
                .filter(part -> part.length() >= 6);
        List<String> raw = Stream.of(Stream.of(path, query, userInfo), parts, furtherSecrets.stream())
                .flatMap(stream -> stream)
                .toList();
        return new Redaction(Stream.concat(raw.stream(), raw.stream().map(Redaction::decoded))
                .toList());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** The result with a detail that may be stored and shown. */
    public SendResult result(SendResult result) {
        if (result instanceof Retryable retryable) {
            return new Retryable(retryable.reason(), retryable.after(), detail(retryable.detail()), retryable.posts());
        }
        if (result instanceof Rejected rejected) {
            return new Rejected(rejected.reason(), detail(rejected.detail()), rejected.posts());
        }
        return result;
    }

    /** The text in a form that may be stored and shown: one line of at most 200 characters. */
    public String detail(String words) {
        // Cut before the search for secrets, so that a huge answer costs little, but late enough not to split one.
        String detail = Text.line(words, 10 * MAX_DETAIL);
        for (String secret : secrets) {
            detail = detail.replace(secret, HIDDEN);
        }
        detail = PARAMETER.matcher(detail).replaceAll("$1$2" + HIDDEN);
        detail = detail.replaceAll("(?i)\\b(?:https?|smtps?)://\\S+", HIDDEN)
                .replaceAll("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b", HIDDEN);
        return Text.cut(detail, MAX_DETAIL);
    }
}

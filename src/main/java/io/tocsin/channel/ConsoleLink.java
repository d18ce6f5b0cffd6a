package io.tocsin.channel;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * The address of the console for readers of messages.
 *
 * @param url Address of the console as browsers reach it, such as https://tocsin.example.com. Messages link to the page of
 *     their delivery there; without it they name the delivery.
 */
@ConfigurationProperties("tocsin.console")
public record ConsoleLink(@Nullable String url) {

    /** Without a console. */
    static final ConsoleLink NONE = new ConsoleLink(null);

    /** The link is in messages of which each byte is counted. */
    private static final int LONGEST = 200;

    public ConsoleLink {
        url = url == null || url.isBlank() ? null : checked(url.strip());
    }

    private static String checked(String url) {
        String base = StringUtils.trimTrailingCharacter(url, '/');
        String shown = Link.of("", base).map(Link::url).orElse("");
        if (base.length() > LONGEST || !shown.equals(base) || !isPlain(URI.create(base))) {
            throw new IllegalArgumentException(
                    "tocsin.console.url (not shown here, it may hold a password) must be an absolute"
                            + " http(s) URL of at most " + LONGEST
                            + " characters, without user, query and fragment, such as https://tocsin.example.com");
        }
        return base;
    }

    private static boolean isPlain(URI url) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        return web
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    /** The page of a delivery; null without a console. */
    @Nullable String pageOf(String deliveryId) {
        return url == null ? null : url + "/deliveries/" + deliveryId;
    }
}

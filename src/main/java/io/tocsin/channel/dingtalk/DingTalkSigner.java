package io.tocsin.channel.dingtalk;

import io.tocsin.channel.HmacSha256;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;

/**
 * Signs a robot's URL: {@code sign} is the URL-encoded base64 of HmacSHA256 over timestamp in milliseconds, line feed
 * and secret, with the secret as the key; good for one hour. Source: DingTalk open platform, "custom robot security
 * settings".
 */
final class DingTalkSigner {

    private final URI url;
    private final String secret;
    private final InstantSource clock;

    /**
     * @param secret empty when the robot does not ask for signatures
     */
    DingTalkSigner(URI url, String secret, InstantSource clock) {
        this.url = url;
        this.secret = secret;
        this.clock = clock;
    }

    /** The URL, signed for now. It is built as text, because a URI builder would encode the signature again. */
    URI signed() {
        if (secret.isEmpty()) {
            return url;
        }
        long timestamp = clock.millis();
        String separator = url.getRawQuery() == null ? "?" : "&";
        return URI.create(url + separator + "timestamp=" + timestamp + "&sign=" + sign(timestamp, secret));
    }

    static String sign(long timestamp, String secret) {
        byte[] digest = HmacSha256.of(secret, (timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8));
        return URLEncoder.encode(Base64.getEncoder().encodeToString(digest), StandardCharsets.UTF_8);
    }
}

package io.tocsin.channel.dingtalk;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] digest = mac.doFinal((timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8));
            return URLEncoder.encode(Base64.getEncoder().encodeToString(digest), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}

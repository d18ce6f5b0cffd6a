package io.tocsin.channel.sms;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs calls of Alibaba Cloud's RPC APIs with ACS3-HMAC-SHA256, for POST without a body. Source: Alibaba Cloud,
 * "V3 request structure and signature".
 */
final class AcsSigner {

    private static final String ALGORITHM = "ACS3-HMAC-SHA256";

    private final String keyId;
    private final String keySecret;
    private final InstantSource clock;
    private final Supplier<String> nonces;

    /**
     * @param clock the signature is valid for 15 minutes from its time
     * @param nonces a text that was never used before, for each call
     */
    AcsSigner(String keyId, String keySecret, InstantSource clock, Supplier<String> nonces) {
        this.keyId = keyId;
        this.keySecret = keySecret;
        this.clock = clock;
        this.nonces = nonces;
    }

    /**
     * The headers to send.
     *
     * @param host the header {@code Host} as it will be sent, with the port unless it is the scheme's own
     */
    Map<String, String> sign(String action, String version, String host, SortedMap<String, String> query) {
        String bodyHash = hex(sha256(""));
        SortedMap<String, String> signed = new TreeMap<>(Map.of(
                "host", host,
                "x-acs-action", action,
                "x-acs-version", version,
                "x-acs-date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                "x-acs-signature-nonce", nonces.get(),
                "x-acs-content-sha256", bodyHash));
        String names = String.join(";", signed.keySet());
        String headers = signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        String canonical = String.join("\n", "POST", "/", query(query), headers, names, bodyHash);
        String signature = hex(hmac(ALGORITHM + "\n" + hex(sha256(canonical))));
        Map<String, String> sent = new HashMap<>(signed);
        // The client sends it by itself.
        sent.remove("host");
        sent.put(
                "Authorization",
                ALGORITHM + " Credential=" + keyId + ",SignedHeaders=" + names + ",Signature=" + signature);
        return sent;
    }

    /** The query string as it is signed and sent. */
    static String query(SortedMap<String, String> query) {
        return query.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** RFC 3986, where a space is %20 and a tilde stays. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keySecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

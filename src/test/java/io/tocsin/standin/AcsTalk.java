package io.tocsin.standin;

import com.sun.net.httpserver.Headers;
import io.tocsin.standin.WebhookStandIn.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of {@link AliyunSmsStandIn} that signs whatever it is told to ask for. */
final class AcsTalk {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> NAMES = List.of(
            "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version");

    private final HttpClient client = HttpClient.newHttpClient();
    private final AliyunSmsStandIn sms;
    private final InstantSource clock;
    private int calls;

    AcsTalk(AliyunSmsStandIn sms, InstantSource clock) {
        this.sms = sms;
        this.clock = clock;
    }

    /** The answer to an action. */
    JsonNode call(String action, Map<String, String> query) throws IOException, InterruptedException {
        URI uri = URI.create(sms.webhookUrl() + "/?"
                + new TreeMap<>(query)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                                .collect(Collectors.joining("&")));
        Headers headers = new Headers();
        headers.set("host", "127.0.0.1:" + sms.port());
        headers.set("x-acs-action", action);
        headers.set("x-acs-version", "2017-05-25");
        headers.set("x-acs-date", clock.instant().toString());
        headers.set("x-acs-signature-nonce", "nonce-" + ++calls);
        headers.set("x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        Request request = new Request("POST", uri, "", headers, "", JSON.missingNode());
        String signature = AliyunSmsStandIn.sign(request, NAMES, AliyunSmsStandIn.KEY_SECRET);
        HttpRequest.Builder post = HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.noBody())
                .header(
                        "Authorization",
                        "ACS3-HMAC-SHA256 Credential=" + AliyunSmsStandIn.KEY_ID + ",SignedHeaders="
                                + String.join(";", NAMES) + ",Signature=" + signature);
        NAMES.stream().filter(name -> !name.equals("host")).forEach(name -> post.header(name, request.header(name)));
        return JSON.readTree(client.send(post.build(), BodyHandlers.ofString()).body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

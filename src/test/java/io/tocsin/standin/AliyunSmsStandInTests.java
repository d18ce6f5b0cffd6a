package io.tocsin.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.tocsin.standin.WebhookStandIn.Request;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in's idea of a signature is the published one, and it takes nothing without. */
class AliyunSmsStandInTests {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final List<String> NAMES = List.of(
            "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version");

    private final HttpClient client = HttpClient.newHttpClient();
    private final AliyunSmsStandIn sms =
            new AliyunSmsStandIn(InstantSource.fixed(Instant.parse("2026-11-22T10:14:00Z")));
    private final Map<String, String> headers = new TreeMap<>();

    @BeforeEach
    void fill() {
        headers.put("x-acs-action", "QuerySendDetails");
        headers.put("x-acs-version", "2017-05-25");
        headers.put("x-acs-date", "2026-11-22T10:00:00Z");
        headers.put("x-acs-signature-nonce", "n1");
        headers.put("x-acs-content-sha256", EMPTY);
    }

    @AfterEach
    void close() {
        sms.close();
    }

    private HttpResponse<String> call(String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url()).POST(HttpRequest.BodyPublishers.noBody());
        headers.forEach(request::header);
        return client.send(
                request.header("Authorization", authorization).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI url() {
        return URI.create(sms.webhookUrl() + "/?CurrentPage=1&PageSize=50&PhoneNumber=13800000000&SendDate=20261122");
    }

    private String signed() {
        headers.put("host", "127.0.0.1:" + sms.port());
        String signature = AliyunSmsStandIn.sign(request(url(), headers), NAMES, AliyunSmsStandIn.KEY_SECRET);
        headers.remove("host");
        return authorization(AliyunSmsStandIn.KEY_ID, signature);
    }

    private static Request request(URI uri, Map<String, String> headers) {
        Headers sent = new Headers();
        headers.forEach(sent::set);
        return new Request(
                "POST", uri, "", sent, "", JsonMapper.builder().build().missingNode());
    }

    private static String authorization(String key, String signature) {
        return "ACS3-HMAC-SHA256 Credential=" + key + ",SignedHeaders=" + String.join(";", NAMES) + ",Signature="
                + signature;
    }

    /** The worked example of "V3 request structure and signature". */
    @Test
    void the_published_example_has_the_published_signature() {
        headers.put("host", "ecs.cn-shanghai.aliyuncs.com");
        headers.put("x-acs-action", "RunInstances");
        headers.put("x-acs-version", "2014-05-26");
        headers.put("x-acs-date", "2023-10-26T10:22:32Z");
        headers.put("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d");
        URI uri = URI.create("/?RegionId=cn-shanghai&ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd");

        assertThat(AliyunSmsStandIn.sign(request(uri, headers), NAMES, "YourAccessKeySecret"))
                .isEqualTo("06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @Test
    void what_is_signed_is_answered_once() throws Exception {
        assertThat(call(signed()).body()).contains("\"Code\":\"OK\"");
        assertThat(call(signed()).body()).contains("SignatureNonceUsed");
    }

    @Test
    void a_request_of_more_than_a_quarter_of_an_hour_ago_is_refused() throws Exception {
        headers.put("x-acs-date", "2026-11-22T09:58:00Z");

        assertThat(call(signed()).body()).contains("InvalidTimeStamp.Expired");
    }

    @Test
    void what_is_not_signed_or_was_changed_is_refused() throws Exception {
        assertThat(call("none").body()).contains("IncompleteSignature");
        assertThat(call(authorization("other", EMPTY)).body()).contains("InvalidAccessKeyId.NotFound");
        String signed = signed();
        headers.put("x-acs-version", "2017-05-26");
        HttpResponse<String> changed = call(signed);
        assertThat(changed.statusCode()).isEqualTo(403);
        assertThat(changed.body()).contains("SignatureDoesNotMatch");
    }
}

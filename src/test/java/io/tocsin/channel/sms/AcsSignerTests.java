package io.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AcsSignerTests {

    private final AcsSigner signer = new AcsSigner(
            "YourAccessKeyId",
            "YourAccessKeySecret",
            InstantSource.fixed(Instant.parse("2023-10-26T10:22:32.999Z")),
            () -> "3156853299f313e23d1673dc12e1703d");

    /** The worked example of "V3 request structure and signature". */
    @Test
    void the_published_example_is_signed_as_published() {
        Map<String, String> headers = signer.sign(
                "RunInstances",
                "2014-05-26",
                "ecs.cn-shanghai.aliyuncs.com",
                new TreeMap<>(Map.of(
                        "ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId", "cn-shanghai")));

        assertThat(headers)
                .containsEntry(
                        "Authorization",
                        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
                                + "x-acs-date;x-acs-signature-nonce;x-acs-version,"
                                + "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")
                .containsEntry("x-acs-date", "2023-10-26T10:22:32Z")
                .doesNotContainKey("host");
    }

    @Test
    void a_query_is_encoded_as_rfc_3986_has_it() {
        assertThat(AcsSigner.query(new TreeMap<>(Map.of("b", "a b*c~d/中", "a", "x+y&z=1"))))
                .isEqualTo("a=x%2By%26z%3D1&b=a%20b%2Ac~d%2F%E4%B8%AD");
    }
}

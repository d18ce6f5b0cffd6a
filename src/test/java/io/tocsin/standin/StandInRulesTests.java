package io.tocsin.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-ins are as strict as the providers whose documented rules they play. */
class StandInRulesTests {

    private static final String TEXT = "{\"msgtype\":\"text\",\"text\":{\"content\":\"%s\"}}";

    private static final String FEISHU_TEXT = "{\"msg_type\":\"text\",\"content\":{\"text\":\"%s\"}}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final DingTalkStandIn dingTalk = new DingTalkStandIn(0, "", clock);
    private final DingTalkStandIn signed = new DingTalkStandIn(0, DingTalkStandIn.SECRET, clock);
    private final FeishuStandIn feishu = new FeishuStandIn(0, "", clock);
    private final WeComStandIn weCom = new WeComStandIn(0, clock);
    private final SlackStandIn slack = new SlackStandIn();

    @AfterEach
    void close() {
        dingTalk.close();
        signed.close();
        feishu.close();
        weCom.close();
        slack.close();
    }

    private HttpResponse<String> post(URI url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private String dingTalk(String body) throws Exception {
        HttpResponse<String> answer = post(dingTalk.webhookUrl(), body);
        assertThat(answer.statusCode()).as("errors come with 200 as well").isEqualTo(200);
        return answer.body();
    }

    @Test
    void dingtalk_takes_twenty_a_minute_and_then_nothing_for_ten_minutes() throws Exception {
        dingTalk.limit(20, Duration.ofMinutes(1), Duration.ofMinutes(10));
        for (int n = 0; n < 20; n++) {
            assertThat(dingTalk(TEXT.formatted(n))).contains("\"errcode\":0");
            clock.advance(Duration.ofSeconds(2));
        }
        assertThat(dingTalk(TEXT.formatted("21st"))).contains("\"errcode\":130101");
        clock.advance(Duration.ofMinutes(9));
        assertThat(dingTalk(TEXT.formatted("in the penalty"))).contains("\"errcode\":130101");
        clock.advance(Duration.ofMinutes(1));
        assertThat(dingTalk(TEXT.formatted("after it"))).contains("\"errcode\":0");
        assertThat(dingTalk.refusals()).isEqualTo(2);
        assertThat(dingTalk.received()).hasSize(21);
    }

    @Test
    void dingtalk_counts_what_it_refuses_for_its_content_as_well() throws Exception {
        dingTalk.limit(2, Duration.ofMinutes(1), Duration.ofMinutes(10));
        dingTalk.refuseMarkdown();
        String markdown = "{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"a\",\"text\":\"b\"}}";
        assertThat(dingTalk(markdown)).contains("\"errcode\":430101");
        assertThat(dingTalk(TEXT.formatted("plain"))).contains("\"errcode\":0");
        assertThat(dingTalk(TEXT.formatted("third"))).contains("\"errcode\":130101");
    }

    @Test
    void dingtalk_counts_bytes_and_not_characters() throws Exception {
        assertThat(dingTalk(TEXT.formatted("x".repeat(19_000)))).contains("\"errcode\":0");
        assertThat(dingTalk(TEXT.formatted("磁".repeat(7_000)))).contains("\"errcode\":460101");
    }

    @Test
    void dingtalk_wants_what_its_form_has() throws Exception {
        assertThat(dingTalk("{\"msgtype\":\"text\",\"text\":{\"content\":\" \"}}"))
                .contains("40035");
        assertThat(dingTalk("{\"msgtype\":\"markdown\",\"markdown\":{\"text\":\"no title\"}}"))
                .contains("40035");
        assertThat(dingTalk("not json")).contains("40035");
    }

    @Test
    void dingtalk_wants_one_of_its_key_words_in_the_text_when_it_has_any() throws Exception {
        dingTalk.requireKeyword("oncall", "告警");
        assertThat(dingTalk(TEXT.formatted("disk full"))).contains("\"errcode\":310000", "keywords not in content");
        assertThat(dingTalk("{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"oncall\",\"text\":\"disk full\"}}"))
                .contains("\"errcode\":310000");
        assertThat(dingTalk(TEXT.formatted("告警: disk full"))).contains("\"errcode\":0");
        assertThat(dingTalk("{\"msgtype\":\"markdown\",\"markdown\":{\"title\":\"a\",\"text\":\"oncall-42\"}}"))
                .contains("\"errcode\":0");
        assertThat(dingTalk.received()).hasSize(2);
    }

    @Test
    void dingtalk_takes_a_mention_that_its_text_lacks_and_calls_nobody() throws Exception {
        String message = "{\"msgtype\":\"%1$s\",\"%1$s\":{\"title\":\"@4\",\"%2$s\":\"@13800000000 @boss.1, @23\"},"
                + "\"at\":{\"atMobiles\":[\"13800000000\",\"1380000000\",\"4\"],\"atUserIds\":[\"boss.1\",\"2\"]}}";
        assertThat(dingTalk(message.formatted("markdown", "text"))).contains("\"errcode\":0");
        assertThat(dingTalk.unseenMentions()).containsExactly("1380000000", "4", "2");
        dingTalk.reset();
        assertThat(dingTalk(message.formatted("text", "content"))).contains("\"errcode\":0");
        assertThat(dingTalk.unseenMentions()).hasSize(6);
    }

    @Test
    void dingtalk_wants_a_signature_that_is_right_and_not_older_than_an_hour() throws Exception {
        assertThat(post(signed.webhookUrl(), TEXT.formatted("a")).body()).contains("310000");
        long now = clock.millis();
        assertThat(post(signed(now), TEXT.formatted("a")).body()).contains("\"errcode\":0");
        long old = now - Duration.ofMinutes(61).toMillis();
        assertThat(post(signed(old), TEXT.formatted("a")).body()).contains("invalid timestamp");
        URI forged = URI.create(signed(now).toString().replace("timestamp=" + now, "timestamp=" + (now + 1)));
        assertThat(post(forged, TEXT.formatted("a")).body()).contains("sign not match");
    }

    private URI signed(long timestamp) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(DingTalkStandIn.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] digest = mac.doFinal((timestamp + "\n" + DingTalkStandIn.SECRET).getBytes(StandardCharsets.UTF_8));
        String sign = URLEncoder.encode(Base64.getEncoder().encodeToString(digest), StandardCharsets.UTF_8);
        return URI.create(signed.webhookUrl() + "&timestamp=" + timestamp + "&sign=" + sign);
    }

    private String feishu(String body) throws Exception {
        return post(feishu.webhookUrl(), body).body();
    }

    @Test
    void feishu_takes_five_a_second_and_a_hundred_a_minute() throws Exception {
        feishu.limit();
        for (int second = 0; second < 20; second++) {
            for (int n = 0; n < 5; n++) {
                assertThat(feishu(FEISHU_TEXT.formatted(n))).contains("\"code\":0");
            }
            assertThat(feishu(FEISHU_TEXT.formatted("sixth"))).contains("\"code\":11232");
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(feishu(FEISHU_TEXT.formatted("101st"))).contains("\"code\":11232");
        clock.advance(Duration.ofMinutes(1));
        assertThat(feishu(FEISHU_TEXT.formatted("a minute later"))).contains("\"code\":0");
    }

    @Test
    void feishu_wants_what_its_form_has_within_twenty_thousand_bytes() throws Exception {
        assertThat(post(feishu.webhookUrl(), "not json").statusCode()).isEqualTo(400);
        assertThat(feishu("{\"msg_type\":\"markdown\"}")).contains("19002");
        assertThat(feishu(FEISHU_TEXT.formatted(" "))).contains("19002");
        assertThat(feishu("{\"msg_type\":\"interactive\",\"card\":{}}")).contains("230099");
        assertThat(feishu(FEISHU_TEXT.formatted("磁".repeat(7_000)))).contains("19036");
        feishu.requireKeyword("告警");
        assertThat(feishu(FEISHU_TEXT.formatted("disk full"))).contains("19024");
        assertThat(feishu(FEISHU_TEXT.formatted("告警"))).contains("\"code\":0");
        assertThat(post(URI.create(feishu.webhookUrl() + "x"), FEISHU_TEXT.formatted("a"))
                        .body())
                .contains("19001");
        assertThat(feishu.received()).hasSize(1);
    }

    @Test
    void feishu_wants_a_signature_of_nothing_by_timestamp_and_secret() throws Exception {
        try (FeishuStandIn robot = new FeishuStandIn(0, FeishuStandIn.SECRET, clock)) {
            long now = clock.instant().getEpochSecond();
            assertThat(post(robot.webhookUrl(), FEISHU_TEXT.formatted("a")).body())
                    .contains("19021");
            assertThat(post(robot.webhookUrl(), signedForFeishu(now)).body()).contains("\"code\":0");
            assertThat(post(robot.webhookUrl(), signedForFeishu(now - 3_601)).body())
                    .contains("19021");
        }
    }

    private static String signedForFeishu(long seconds) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        String key = seconds + "\n" + FeishuStandIn.SECRET;
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String sign = Base64.getEncoder().encodeToString(mac.doFinal());
        return "{\"timestamp\":\"" + seconds + "\",\"sign\":\"" + sign + "\","
                + FEISHU_TEXT.formatted("a").substring(1);
    }

    private String weCom(String body) throws Exception {
        return post(weCom.webhookUrl(), body).body();
    }

    @Test
    void wecom_takes_twenty_a_minute() throws Exception {
        weCom.limit();
        for (int n = 0; n < 20; n++) {
            assertThat(weCom(TEXT.formatted(n))).contains("\"errcode\":0");
        }
        assertThat(weCom(TEXT.formatted("21st"))).contains("\"errcode\":45009");
        clock.advance(Duration.ofMinutes(1));
        assertThat(weCom(TEXT.formatted("a minute later"))).contains("\"errcode\":0");
    }

    @Test
    void wecom_counts_bytes_and_wants_what_its_form_has() throws Exception {
        String markdown = "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"%s\"}}";
        assertThat(weCom(TEXT.formatted("x".repeat(2_048)))).contains("\"errcode\":0");
        assertThat(weCom(TEXT.formatted("x".repeat(2_049)))).contains("40058", "exceed max length 2048");
        assertThat(weCom(markdown.formatted("磁".repeat(1_365)))).contains("\"errcode\":0");
        assertThat(weCom(markdown.formatted("磁".repeat(1_366)))).contains("40058", "exceed max length 4096");
        assertThat(weCom(TEXT.formatted(" "))).contains("44004");
        assertThat(weCom("{\"msgtype\":\"card\"}")).contains("40008");
        assertThat(weCom("not json")).contains("40035");
        assertThat(post(URI.create(weCom.webhookUrl() + "x"), TEXT.formatted("a"))
                        .body())
                .contains("93000");
    }

    private HttpResponse<String> slack(String body) throws Exception {
        return post(slack.webhookUrl(), body);
    }

    @Test
    void slack_says_when_to_come_back() throws Exception {
        slack.limit(1, Duration.ofSeconds(60), Duration.ofSeconds(30));
        assertThat(slack("{\"text\":\"a\"}").body()).isEqualTo("ok");
        HttpResponse<String> refused = slack("{\"text\":\"b\"}");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(28L, 30L);
        assertThat(slack.refusals()).isEqualTo(1);
    }

    @Test
    void slack_counts_blocks_and_characters() throws Exception {
        String block = "{\"type\":\"section\",\"text\":{\"type\":\"plain_text\",\"text\":\"%s\"}}";
        assertThat(slack(attachment(Collections.nCopies(50, block.formatted("x"))))
                        .body())
                .isEqualTo("ok");
        assertThat(slack(attachment(Collections.nCopies(51, block.formatted("x"))))
                        .body())
                .isEqualTo("invalid_attachments");
        assertThat(slack(attachment(Collections.nCopies(1, block.formatted("x".repeat(3_001)))))
                        .body())
                .isEqualTo("invalid_blocks");
        assertThat(slack(attachment(Collections.nCopies(5, block.formatted("x".repeat(2_900)))))
                        .body())
                .isEqualTo("msg_blocks_too_long");
        assertThat(slack("{\"text\":\"" + "x".repeat(40_001) + "\"}").body()).isEqualTo("msg_too_long");
        assertThat(slack("{\"attachments\":[]}").body()).isEqualTo("no_text");
    }

    @Test
    void slack_refuses_mark_up_that_is_not_escaped() throws Exception {
        assertThat(slack("{\"text\":\"a < b\"}").body()).isEqualTo("invalid_payload");
        assertThat(slack("{\"text\":\"hey <!nobody>\"}").body()).isEqualTo("invalid_payload");
        assertThat(slack("{\"text\":\"hey <!channel> <@U012AB3CD>\"}").body()).isEqualTo("ok");
        assertThat(slack("{\"text\":\"AT&T\"}").body()).isEqualTo("invalid_payload");
        assertThat(slack("{\"text\":\"a &lt; b <https://example.com/?a&amp;b|there>\"}")
                        .body())
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"section\",\"text\":%s}",
                "{\"type\":\"section\",\"fields\":[{\"type\":\"plain_text\",\"text\":\"a\"},%s]}",
                "{\"type\":\"context\",\"elements\":[{\"type\":\"plain_text\",\"text\":\"a\"},%s]}"
            })
    void slack_wants_mark_up_escaped_in_blocks_as_well_and_plain_text_as_it_is(String block) throws Exception {
        for (String bad : List.of("a < b", "a > b", "AT&T", "&quot;", "<!everyone>", "<b>", "<https://a|b")) {
            String mrkdwn = "{\"type\":\"mrkdwn\",\"text\":\"" + bad + "\"}";
            assertThat(slack(attachment(List.of(block.formatted(mrkdwn)))).body())
                    .as(bad)
                    .isEqualTo("invalid_blocks");
            assertThat(slack(attachment(List.of(block.formatted(mrkdwn.replace("mrkdwn", "plain_text")))))
                            .body())
                    .as(bad)
                    .isEqualTo("ok");
        }
        String good = "{\"type\":\"mrkdwn\",\"text\":\"a &lt; b &amp;&gt; <https://example.com/?a&amp;b|c> <!here>\"}";
        assertThat(slack(attachment(List.of(block.formatted(good)))).body()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "pretext", "fallback"})
    void slack_wants_mark_up_escaped_in_attachments_as_well(String part) throws Exception {
        String block = "{\"type\":\"divider\"}";
        String plain = attachment(List.of(block));

        assertThat(slack(plain.replace("\"color\"", "\"" + part + "\":\"a &lt; b\",\"color\""))
                        .body())
                .isEqualTo("ok");
        assertThat(slack(plain.replace("\"color\"", "\"" + part + "\":\"a < b\",\"color\""))
                        .body())
                .isEqualTo("invalid_attachments");
    }

    private static String attachment(Iterable<String> blocks) {
        return "{\"text\":\"a\",\"attachments\":[{\"color\":\"#D93025\",\"blocks\":[" + String.join(",", blocks)
                + "]}]}";
    }
}

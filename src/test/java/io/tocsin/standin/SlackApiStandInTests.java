package io.tocsin.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.delivery.MutableClock;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-in behaves as docs.slack.dev says that Slack does. */
class SlackApiStandInTests {

    private static final String CHANNEL = "\"channel\":\"" + SlackApiStandIn.CHANNEL + "\"";
    private static final String ID = "\"channel\":\"" + SlackApiStandIn.CHANNEL_ID + "\"";

    private final HttpClient client = HttpClient.newHttpClient();
    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final SlackApiStandIn slack = new SlackApiStandIn(clock);

    @AfterEach
    void close() {
        slack.close();
    }

    private HttpResponse<String> call(String method, String token, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(java.net.URI.create(slack.webhookUrl() + "/" + method))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String call(String method, String members) throws Exception {
        return call(method, SlackApiStandIn.TOKEN, "application/json; charset=utf-8", "{" + members + "}")
                .body();
    }

    private String ts(int number) {
        return "\"" + slack.messages().get(number).ts() + "\"";
    }

    @Test
    void a_token_and_json_are_needed_and_errors_are_http_200() throws Exception {
        String body = "{" + CHANNEL + ",\"text\":\"a\"}";

        HttpResponse<String> wrong = call("chat.postMessage", "xoxb-other", "application/json", body);
        assertThat(wrong.statusCode()).isEqualTo(200);
        assertThat(wrong.body()).isEqualTo("{\"ok\":false,\"error\":\"invalid_auth\"}");
        assertThat(call("chat.postMessage", "", "application/json", body).body())
                .contains("not_authed");
        assertThat(call("chat.postMessage", SlackApiStandIn.TOKEN, "text/plain", body)
                        .body())
                .contains("invalid_post_type");
        assertThat(call("chat.dance", CHANNEL)).contains("unknown_method");
        assertThat(slack.messages()).isEmpty();
    }

    @Test
    void a_post_answers_the_channels_id_and_a_timestamp() throws Exception {
        assertThat(call("chat.postMessage", CHANNEL + ",\"text\":\"a\""))
                .contains("\"ok\":true", ID, "\"ts\":" + ts(0))
                .doesNotContain("thread_ts");
        assertThat(call("chat.postMessage", "\"channel\":\"elsewhere\",\"text\":\"a\""))
                .contains("channel_not_found");
        assertThat(call("chat.postMessage", CHANNEL)).contains("no_text");
    }

    @Test
    void a_reply_needs_the_first_messages_timestamp_as_text() throws Exception {
        call("chat.postMessage", CHANNEL + ",\"text\":\"a\"");
        assertThat(call("chat.postMessage", ID + ",\"text\":\"b\",\"thread_ts\":" + ts(0)))
                .contains("\"thread_ts\":" + ts(0));
        assertThat(call("chat.postMessage", ID + ",\"text\":\"b\",\"thread_ts\":" + ts(0).replace("\"", "")))
                .contains("\"ok\":true")
                .doesNotContain("thread_ts");
        assertThat(call("chat.postMessage", ID + ",\"text\":\"b\",\"thread_ts\":" + ts(1)))
                .contains("cannot_reply_to_message");
    }

    @Test
    void a_reply_to_a_deleted_message_is_taken_without_its_thread() throws Exception {
        call("chat.postMessage", CHANNEL + ",\"text\":\"a\"");
        String gone = ts(0);
        slack.delete(slack.messages().get(0).ts());

        assertThat(call("chat.postMessage", ID + ",\"text\":\"b\",\"thread_ts\":" + gone))
                .contains("\"ok\":true")
                .doesNotContain("thread_ts");
    }

    @Test
    void an_update_needs_the_channels_id_a_message_and_the_permission() throws Exception {
        call("chat.postMessage", CHANNEL + ",\"text\":\"a\"");

        assertThat(call("chat.update", ID + ",\"text\":\"b\",\"ts\":" + ts(0))).contains("\"ok\":true");
        assertThat(slack.messages().get(0).body().path("text").asString()).isEqualTo("b");
        assertThat(call("chat.update", CHANNEL + ",\"text\":\"b\",\"ts\":" + ts(0)))
                .contains("channel_not_found");
        assertThat(call("chat.update", ID + ",\"text\":\"b\",\"ts\":\"1.1\"")).contains("message_not_found");
        slack.closeEditing();
        assertThat(call("chat.update", ID + ",\"text\":\"b\",\"ts\":" + ts(0))).contains("edit_window_closed");
    }

    @Test
    void more_posts_than_allowed_are_http_429_until_the_second_is_over() throws Exception {
        slack.limitPosts(1);
        String post = "{" + CHANNEL + ",\"text\":\"a\"}";
        call("chat.postMessage", SlackApiStandIn.TOKEN, "application/json", post);

        HttpResponse<String> limited = call("chat.postMessage", SlackApiStandIn.TOKEN, "application/json", post);
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).contains("1");
        assertThat(call("chat.update", ID + ",\"text\":\"b\",\"ts\":" + ts(0))).contains("\"ok\":true");
        clock.advance(Duration.ofSeconds(1));
        assertThat(call("chat.postMessage", SlackApiStandIn.TOKEN, "application/json", post)
                        .statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> answer(String method, String members) throws Exception {
        return call(method, SlackApiStandIn.TOKEN, "application/json", "{" + members + "}");
    }

    @Test
    void posts_may_come_in_a_short_burst_and_then_one_a_second() throws Exception {
        slack.limitPosts(3);
        for (int n = 0; n < 3; n++) {
            assertThat(call("chat.postMessage", CHANNEL + ",\"text\":\"a\"")).contains("\"ok\":true");
        }
        HttpResponse<String> reply = answer("chat.postMessage", ID + ",\"text\":\"b\",\"thread_ts\":" + ts(0));
        assertThat(reply.statusCode()).as("threads are of the channel").isEqualTo(429);
        assertThat(reply.body()).isEqualTo("{\"ok\":false,\"error\":\"ratelimited\"}");
        assertThat(reply.headers().firstValue("Retry-After")).contains("3");
        clock.advance(Duration.ofMillis(2_100));
        assertThat(answer("chat.postMessage", CHANNEL + ",\"text\":\"a\"")
                        .headers()
                        .firstValue("Retry-After"))
                .contains("1");
        clock.advance(Duration.ofMillis(900));
        assertThat(call("chat.postMessage", CHANNEL + ",\"text\":\"a\"")).contains("\"ok\":true");
        assertThat(slack.refusals()).isEqualTo(2);
        assertThat(slack.messages()).hasSize(4);
    }

    @Test
    void more_updates_than_allowed_are_http_429_until_the_minute_is_over_and_posts_are_not_concerned()
            throws Exception {
        String update = ID + ",\"text\":\"b\",\"ts\":";
        call("chat.postMessage", CHANNEL + ",\"text\":\"a\"");
        slack.limitUpdates(50);
        for (int n = 0; n < 49; n++) {
            assertThat(call("chat.update", update + ts(0))).contains("\"ok\":true");
        }
        assertThat(call("chat.update", update + "\"1.1\"")).as("counts as well").contains("message_not_found");
        clock.advance(Duration.ofSeconds(20));

        HttpResponse<String> limited = answer("chat.update", update + ts(0));
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).contains("40");
        assertThat(call("chat.postMessage", CHANNEL + ",\"text\":\"a\"")).contains("\"ok\":true");
        assertThat(slack.messages().get(0).updates()).isEqualTo(49);
        clock.advance(Duration.ofSeconds(40));
        assertThat(call("chat.update", update + ts(0))).contains("\"ok\":true");
        assertThat(slack.refusals()).isEqualTo(1);
    }

    @Test
    void there_is_no_limit_unless_one_is_set_and_none_after_a_reset() throws Exception {
        slack.limitPosts(1);
        slack.limitUpdates(1);
        slack.reset();
        for (int n = 0; n < 60; n++) {
            assertThat(call("chat.postMessage", CHANNEL + ",\"text\":\"a\"")).contains("\"ok\":true");
            assertThat(call("chat.update", ID + ",\"text\":\"b\",\"ts\":" + ts(n)))
                    .contains("\"ok\":true");
        }
    }

    @Test
    void what_the_web_api_is_sent_is_escaped_as_webhooks_are() throws Exception {
        String block =
                CHANNEL + ",\"text\":\"a\",\"attachments\":[{\"color\":\"#D93025\",\"blocks\":[{\"type\":\"section\","
                        + "\"text\":{\"type\":\"mrkdwn\",\"text\":\"%s\"}}]}]";
        assertThat(call("chat.postMessage", block.formatted("a < b"))).contains("invalid_blocks");
        assertThat(call("chat.postMessage", block.formatted("a &lt; b"))).contains("\"ok\":true");
    }
}

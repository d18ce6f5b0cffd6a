package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.SlackStandIn;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about alerts, as a browser without scripts gets them. */
class AlertsPagesTests {

    private static final String HOSTILE = "<script>alert(1)</script>\\\"'&";
    private static final Pattern TAGS = Pattern.compile("<[^>]*>");

    @TempDir
    static Path folder;

    private static final SlackStandIn SLACK = new SlackStandIn();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static RunningService service;
    private static OperatorClient operator;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                folder,
                "tocsin.channel.slack.ops-slack.webhook-url=" + SLACK.webhookUrl(),
                "tocsin.channel.slack.ops-slack.rate-limit=none",
                "tocsin.alert.routes[0].targets[0]=ops-slack");
        operator = new OperatorClient(service);
    }

    @AfterAll
    static void stop() {
        service.close();
        SLACK.close();
    }

    private static void post(String group, String status, Map<String, String> labels) {
        StringBuilder all = new StringBuilder("\"severity\":\"critical\"");
        labels.forEach((name, value) -> all.append(",\"%s\":\"%s\"".formatted(name, value)));
        String body = """
                {"version":"4","groupKey":"%s","status":"%s","receiver":"tocsin","alerts":[{"status":"%s","labels":{%s},
                "annotations":{"summary":"number %d","runbook_url":"javascript:alert(2)","wiki":"https://wiki.example.org/x"},
                "startsAt":"2026-11-22T10:00:00Z","generatorURL":"https://prometheus.example.org/graph"}]}""".formatted(group, status, status, all, NUMBER.incrementAndGet());
        HttpResponse<String> answer = service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String page(String path, String... headers) {
        HttpResponse<String> answer = operator.send("GET", path, "", headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        return answer.body();
    }

    /** What stands there for people. */
    private static String words(String html) {
        return TAGS.matcher(html).replaceAll(" ").replaceAll("\\s+", " ");
    }

    private static String link(String list, String name) {
        Matcher link =
                Pattern.compile("<a href=\"(/alerts/[0-9a-z]+)\">" + name).matcher(list);
        assertThat(link.find()).as(list).isTrue();
        return link.group(1);
    }

    @Test
    void a_group_is_listed_and_tells_what_became_of_each_notification() {
        post("past", "firing", Map.of("alertname", "Past", "instance", "db-1"));
        post("past", "resolved", Map.of("alertname", "Past", "instance", "db-1"));
        String address = link(page("/alerts?text=past"), "Past");
        await().until(() -> page(address).split("delivered").length == 3);
        String group = page(address);
        assertThat(words(group)).contains("Resolved", "Fired", "critical", "number", "db-1", "Source");
        assertThat(group)
                .contains("href=\"/deliveries/ops-slack-", "href=\"https://prometheus.example.org/graph\"")
                .contains("href=\"https://wiki.example.org/x\"")
                .doesNotContain("href=\"javascript");
    }

    @Test
    void groups_are_filtered_and_the_form_shows_by_what() {
        post("one", "firing", Map.of("alertname", "FilterOne"));
        post("two", "resolved", Map.of("alertname", "FilterTwo"));
        assertThat(page("/alerts?status=open&text=filter"))
                .contains("FilterOne")
                .doesNotContain("FilterTwo");
        assertThat(page("/alerts?status=resolved&alertname=filtertwo"))
                .contains("FilterTwo", "<option value=\"resolved\" selected>", "value=\"filtertwo\"")
                .doesNotContain("FilterOne");
        assertThat(words(page("/alerts?severity=none-such"))).contains("Nothing like this");
        assertThat(page("/alerts?text=%22%3E%3Cscript%3E"))
                .doesNotContain("\"><script>")
                .contains("&quot;&gt;&lt;script&gt;");
    }

    @Test
    void a_long_list_comes_in_pages() {
        for (int n = 0; n < 60; n++) {
            post("paged-" + n, "firing", Map.of("alertname", "Paged" + n));
        }
        String first = page("/alerts?text=paged");
        Matcher older =
                Pattern.compile("href=\"(/alerts\\?[^\"]*cursor=g[^\"]*)\"").matcher(first);
        assertThat(older.find()).isTrue();
        String second = page(older.group(1).replace("&amp;", "&"));
        assertThat(first).contains(">Paged59<").doesNotContain(">Paged9<");
        assertThat(second).contains(">Paged9<").doesNotContain(">Paged59<");
    }

    @Test
    void what_labels_say_is_text_and_nothing_else() {
        post("hostile" + HOSTILE, "firing", Map.of("alertname", HOSTILE, "team", HOSTILE));
        String list = page("/alerts?text=hostile");
        assertThat(list)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;")
                .doesNotContain("<script>alert");
        String group = page(link(list, "&lt;script"));
        assertThat(group).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert");
        String overview = page("/");
        assertThat(overview).contains("&lt;script&gt;alert(1)").doesNotContain("<script>alert");
    }

    @Test
    void the_browsers_language_is_spoken() {
        post("chinese", "firing", Map.of("alertname", "Chinese"));
        String list = page("/alerts?text=chinese", "Accept-Language", "zh-CN,zh;q=0.9");
        assertThat(list).contains("lang=\"zh-CN\"", "告警组", "触发中");
        assertThat(page(link(list, "Chinese"), "Accept-Language", "zh-CN")).contains("时间线", "触发");
        assertThat(page("/", "Accept-Language", "zh-CN")).contains("未恢复的告警", "尚未配置");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/alerts?status=burning 400",
                "/alerts?cursor=x 400",
                "/alerts/none 404",
                "/alerts/%3Cscript%3E 404"
            })
    void what_is_wrong_is_told_on_a_page(String question) {
        String[] parts = question.split(" ", -1);
        HttpResponse<String> answer = operator.send("GET", parts[0], "", "Accept", "text/html");
        assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(parts[1]));
        assertThat(answer.body()).contains("This did not work").doesNotContain("Exception", "<script>alert");
    }
}

package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.standin.StandInAnswer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the configuration, and what is decided about a removed target. */
class ConfigurationPageTests {

    @TempDir
    private Path folder;

    private PagesFixture pages;

    @BeforeEach
    void start() throws IOException {
        write("ops-slack", "old");
        pages = new PagesFixture(
                folder,
                "spring.config.location=classpath:/,file:" + folder.resolve("application.yaml"),
                "tocsin.configuration.watch-interval=0");
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    /** A target beside ops-slack, and the routes' targets. */
    private void write(String routed, String name) throws IOException {
        Files.writeString(
                folder.resolve("application.yaml"),
                "tocsin: {alert: {routes: [{targets: [" + routed + "]}]}, channel: {slack: {" + name
                        + ": {webhook-url: 'http://127.0.0.1:1/services/none', rate-limit: none}}}}");
    }

    private String reload() {
        HttpResponse<String> answer = pages.submit("/configuration", "/configuration/reload", Map.of());
        return pages.page(PagesFixture.location(answer), "Cookie", PagesFixture.session(answer));
    }

    @Test
    void the_button_applies_what_has_changed() throws IOException {
        assertThat(pages.page("/configuration")).contains("The configuration is the one in the files");
        write("ops-slack, fresh", "fresh");
        assertThat(reload())
                .contains("The configuration was read and is used now.", "requested by an operator")
                .contains("No longer configured:", "href=\"/targets#target-old\"");
        assertThat(pages.page("/targets")).contains("id=\"target-fresh\"");
    }

    @Test
    void what_is_wrong_is_shown_and_the_earlier_one_stays() throws IOException {
        write("ops-slack, <b>nobody</b>", "fresh");
        assertThat(reload())
                .contains("The configuration cannot be used", "the earlier configuration is used")
                .contains("application.yaml:1: ", "&lt;b&gt;nobody&lt;/b&gt;")
                .doesNotContain("<b>nobody", "services/none");
        assertThat(pages.page("/targets")).doesNotContain("id=\"target-fresh\"");
        assertThat(pages.page("/configuration", "Accept-Language", "zh-CN")).contains("最近的修改被拒绝");
    }

    @Test
    void what_waits_for_a_removed_target_is_sent_elsewhere_from_its_page() throws IOException {
        write("old", "old");
        String unused = reload();
        String id = pages.delivered("Waits", "PENDING");
        assertThat(id).startsWith("old-");
        write("ops-slack", "fresh");
        unused = reload();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(pages.page("/targets")).contains("href=\"/targets/old/removed\""));
        assertThat(pages.page("/targets/old/removed"))
                .contains("old is no longer configured", "<option>ops-slack</option>", "Discard 1");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            HttpResponse<String> answer =
                    pages.submit("/targets/old/removed", "/targets/old/send-elsewhere", Map.of("to", "ops-slack"));
            assertThat(pages.page(PagesFixture.location(answer), "Cookie", PagesFixture.session(answer)))
                    .contains("1 deliveries of old have ended; 1 of them were sent to ops-slack.");
        });
        pages.awaitState("ops-slack-1", "DELIVERED");
        assertThat(pages.page("/deliveries/" + id)).contains("ops-slack-1");
    }

    @Test
    void what_waits_for_a_removed_target_is_discarded_from_its_page() throws IOException {
        pages.slack.answerNext(1_000, StandInAnswer.of(503, ""));
        write("old", "old");
        String unused = reload();
        String id = pages.delivered("Waits", "PENDING");
        write("ops-slack", "fresh");
        unused = reload();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            HttpResponse<String> answer = pages.submit("/targets/old/removed", "/targets/old/discard", Map.of());
            assertThat(pages.page(PagesFixture.location(answer), "Cookie", PagesFixture.session(answer)))
                    .contains("1 deliveries of old were discarded.");
        });
        assertThat(pages.page("/deliveries/" + id)).contains("discarded by operator", "An operator has ended it");
        await().untilAsserted(() ->
                assertThat(pages.page("/targets/old/removed")).contains("Nothing is waiting or parked for old."));
    }
}

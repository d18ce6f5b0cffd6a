package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the link of an alert opens. */
class RunbooksPageTests {

    @Test
    void each_alert_has_a_heading_that_its_link_leads_to_and_no_link_leads_nowhere(@TempDir Path folder)
            throws IOException {
        List<String> alerts = Pattern.compile("(?m)^### (\\w+)$")
                .matcher(Files.readString(Path.of("docs", "runbooks.md")))
                .results()
                .map(heading -> heading.group(1))
                .toList();
        assertThat(alerts).contains("RedisDown");
        try (PagesFixture pages = new PagesFixture(folder, "tocsin.alert.routes[0].targets=ops-slack")) {
            assertThat(pages.anonymous("/runbooks").statusCode()).isEqualTo(401);
            for (String language : List.of("en", "zh-CN")) {
                String page =
                        pages.get("/runbooks", "Accept-Language", language).body();
                assertThat(alerts)
                        .allSatisfy(alert -> assertThat(page)
                                .contains("<h3 id=\"" + alert.toLowerCase(Locale.ROOT) + "\">" + alert + "</h3>"));
                String text = page.substring(page.indexOf("<article"));
                assertThat(text).contains(language.equals("en") ? "<strong>Fix:</strong>" : "<strong>处理：</strong>");
                assertThat(Pattern.compile("href=\"([^\"]*)\"")
                                .matcher(text)
                                .results()
                                .map(link -> link.group(1)))
                        .allMatch(link -> link.startsWith("#") || link.startsWith("https://"));
            }
        }
    }
}

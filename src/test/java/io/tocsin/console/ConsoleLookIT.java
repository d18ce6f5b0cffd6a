package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.standin.StandInAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page, for every reader: languages, light and dark, wide and narrow, by the rules of accessibility. */
@Tag("drill")
class ConsoleLookIT extends ConsoleFixture {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("overview", "/");
        PAGES.put("alerts", "/alerts");
        PAGES.put("group", "/alerts");
        PAGES.put("deliveries", "/deliveries");
        PAGES.put("parked", "/deliveries?state=PARKED");
        PAGES.put("delivery", "/deliveries?state=PARKED");
        PAGES.put("targets", "/targets");
        PAGES.put("preview", "/targets/oncall/preview");
        PAGES.put("routes", "/routes");
        PAGES.put("why", "/alerts");
        PAGES.put("report", "/reports");
        PAGES.put("configuration", "/configuration");
        PAGES.put("logs", "/logs");
        PAGES.put("audit", "/audit");
        PAGES.put("nothing", "/nothing");
    }

    @BeforeAll
    void fill() {
        post("firing", "CheckoutSlow", "critical", "Checkout takes 4.2 s at the 99th percentile");
        post("firing", "CertificateExpiresSoon", "warning", "shop.example.com expires in 12 days");
        post("firing", "QueueGrows", "info", "1,204 orders wait");
        post("firing", "ReplicaLag", "warning", "db-2 is 14 s behind");
        post("resolved", "ReplicaLag", "warning", "db-2 is 14 s behind");
        await().atMost(WAIT)
                .until(() ->
                        slack.received().size() >= 5 && !dingTalk.received().isEmpty());
        slack.answerNext(2, StandInAnswer.of(400, "invalid_payload"));
        post("firing", "DiskWillFill", "warning", "/var/lib/mysql is full in 3 hours");
        await().atMost(WAIT).until(() -> parked().contains("DiskWillFill"));
    }

    private String parked() {
        return service.send(service.request("/api/v1/deliveries?state=PARKED")
                        .header("Authorization", OperatorClient.AUTHORIZATION))
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "wide, 1280, en-US, LIGHT",
        "widest, 1920, en-US, DARK",
        "dark, 1280, en-US, DARK",
        "phone, 360, en-US, LIGHT",
        "chinese, 1280, zh-CN, LIGHT",
        "chinese-phone, 360, zh-CN, DARK"
    })
    void every_page_is_for_everybody(String name, int width, String locale, ColorScheme scheme) {
        NewContextOptions reader = new NewContextOptions()
                .setLocale(locale)
                .setColorScheme(scheme)
                .setViewportSize(width, width < 500 ? 740 : 800);
        try (Visit visit = browser.visit(service.port(), reader)) {
            visit.open("/sign-in");
            assertThat(visit.overflow()).as("sign-in overflows").isLessThanOrEqualTo(0);
            assertThat(visit.hurdles()).as("axe on sign-in").isEmpty();
            visit.screenshot("sign-in-" + name);
            visit.signedIn();
            PAGES.forEach((page, path) -> {
                visit.open(path);
                if (page.equals("group") || page.equals("delivery")) {
                    visit.page().locator("main tbody a").first().click();
                    visit.page().waitForURL(url -> url.matches(".*/(alerts|deliveries)/.*"));
                }
                if (page.equals("why")) {
                    visit.page().locator("main tbody a").first().click();
                    visit.page().locator("a[href^='/notifications/']").first().click();
                    visit.page().waitForURL(url -> url.contains("/notifications/"));
                }
                visit.page().waitForLoadState();
                visit.screenshot(page + "-" + name);
                assertThat(visit.overflow()).as("%s overflows", page).isLessThanOrEqualTo(0);
                assertThat(visit.hurdles()).as("axe on %s", page).isEmpty();
                if (page.equals("nothing")) {
                    assertThat(visit.complaints()).allMatch(complaint -> complaint.contains("404"));
                }
            });
        }
    }
}

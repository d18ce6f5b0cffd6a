package io.tocsin.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.tocsin.standin.StandInAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator does at three in the morning. */
@Tag("drill")
class ConsoleIT extends ConsoleFixture {

    private static final double LIVE_MS = 60_000;

    private static void shows(Page page, String selector, String text) {
        assertThat(page.locator(selector)).containsText(text, new ContainsTextOptions().setTimeout(LIVE_MS));
    }

    @Test
    void an_alert_appears_and_resolves_while_one_looks() {
        try (Visit overview = operator();
                Visit alerts = operator()) {
            alerts.open("/alerts?alertname=CheckoutSlow");
            alerts.page().locator("#groups .empty").waitFor();
            overview.page().evaluate("window.neverReloaded = true");
            alerts.page().evaluate("window.neverReloaded = true");
            post("firing", "CheckoutSlow", "critical", "Checkout takes 4 s");
            shows(overview.page(), "#alerts", "CheckoutSlow");
            shows(alerts.page(), "#groups table", "CheckoutSlow");
            shows(alerts.page(), "#groups table", "firing");
            post("resolved", "CheckoutSlow", "critical", "Checkout takes 4 s");
            shows(alerts.page(), "#groups table", "resolved");
            assertThat(overview.page().locator("#alerts"))
                    .not()
                    .containsText("CheckoutSlow", new ContainsTextOptions().setTimeout(LIVE_MS));
            assertThat(overview.page().evaluate("window.neverReloaded")).isEqualTo(true);
            assertThat(alerts.page().evaluate("window.neverReloaded")).isEqualTo(true);
        }
    }

    @Test
    void what_was_parked_is_sent_again_and_arrives() {
        slack.answerNext(2, StandInAnswer.of(400, "invalid_payload"));
        post("firing", "DiskFull", "warning", "2 % left");
        try (Visit visit = operator()) {
            Page page = visit.open("/deliveries?target=ops-slack&state=PARKED");
            page.locator("tbody tr")
                    .filter(new FilterOptions().setHasText("DiskFull"))
                    .first()
                    .locator("a")
                    .first()
                    .click();
            page.waitForURL(url -> url.contains("/deliveries/ops-slack-"));
            visit.sees("invalid_payload");
            int before = slack.received().size();
            page.click("#resend");
            shows(page, "main p.notice", "is sent again: this is the new delivery.");
            await().until(() -> slack.received().size() > before);
            assertThat(slack.received().get(slack.received().size() - 1).body()).contains("DiskFull");
        }
    }

    @Test
    void all_that_was_parked_is_sent_again_and_arrives() {
        slack.answerNext(2, StandInAnswer.of(400, "invalid_payload"));
        post("firing", "QueueStuck", "warning", "nothing moves");
        try (Visit visit = operator()) {
            Page page = visit.open("/deliveries?target=ops-slack");
            shows(page, "#list .notice.parked", "parked");
            int before = slack.received().size();
            page.click("#resend-ops-slack");
            page.waitForURL(url -> url.endsWith("/targets/ops-slack/resend-parked"));
            assertThat(visit.overflow()).isLessThanOrEqualTo(0);
            assertThat(visit.hurdles()).isEmpty();
            page.click("main form button[type=submit]");
            shows(page, "main p.notice[role=status]", "Sent again to ops-slack:");
            await().until(() -> slack.received().stream()
                    .skip(before)
                    .anyMatch(request -> request.body().contains("QueueStuck")));
        }
    }

    @Test
    void what_has_the_focus_keeps_it_when_the_page_renews_itself() {
        post("firing", "FocusKept", "warning", "of the reader");
        try (Visit visit = operator()) {
            Page page = visit.open("/alerts?alertname=FocusKept");
            page.locator("#groups tbody a").first().click();
            page.waitForURL(url -> url.matches(".*/alerts/.+"));
            page.locator("details.alert summary").first().focus();
            page.keyboard().press("Enter");
            page.evaluate("document.querySelector('#group').dataset.old = 'yes'");
            page.locator("#group:not([data-old])").waitFor();
            assertThat(page.locator("details.alert summary").first()).isFocused();
            assertThat(page.locator("details.alert").first()).not().hasAttribute("open", "");
        }
    }

    @Test
    void a_test_is_followed_until_it_was_delivered() {
        try (Visit visit = operator()) {
            Page page = visit.open("/targets");
            page.locator("#target-oncall form button").first().click();
            page.waitForURL(url -> url.contains("/deliveries/oncall-"));
            shows(page, "#delivery .headline", "delivered");
            assertThat(dingTalk.received()).isNotEmpty();
        }
    }

    @Test
    void a_pasted_payload_is_shown_as_it_would_look() {
        try (Visit visit = operator()) {
            Page page = visit.open("/targets/ops-slack/preview");
            page.fill("#payload", "{\"alerts\": [");
            page.click("form[action$='/preview'] button.button:not(.quiet)");
            assertThat(page.locator("#wrong")).isVisible();
            assertThat(page.locator("#payload")).hasValue("{\"alerts\": [");
            assertThat(visit.complaints()).allMatch(complaint -> complaint.contains("400"));
            page.fill(
                    "#payload",
                    "{\"version\":\"4\",\"groupKey\":\"g\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\",\"labels\":"
                            + "{\"alertname\":\"PastedOne\",\"severity\":\"critical\"},\"annotations\":{\"summary\":\"of mine\"},"
                            + "\"startsAt\":\"2026-11-22T10:00:00Z\"}]}");
            page.click("form[action$='/preview'] button.button:not(.quiet)");
            shows(page, ".shown.slack", "PastedOne");
            visit.screenshot("preview-slack");
            assertThat(visit.overflow()).isLessThanOrEqualTo(0);
            assertThat(visit.hurdles()).isEmpty();
            assertThat(slack.received()).isEmpty();
        }
    }

    @Test
    void a_mail_is_shown_within_its_own_walls() {
        try (Visit visit = operator()) {
            Page page = visit.open("/targets/ops-mail/preview");
            assertThat(page.frameLocator(".shown.mail iframe").locator("body")).containsText("firing");
            visit.screenshot("preview-mail");
            assertThat(visit.overflow()).isLessThanOrEqualTo(0);
            assertThat(visit.hurdles()).isEmpty();
        }
    }

    @Test
    void what_comes_from_outside_is_text_and_nothing_else() {
        String hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        post("firing", "<b id=owned>Owned</b>", "critical", hostile);
        try (Visit visit = operator()) {
            for (String path : new String[] {"/", "/alerts", "/deliveries"}) {
                visit.open(path);
                visit.sees("<b id=owned>Owned</b>");
                assertThat(visit.page().locator("#owned").count()).isZero();
            }
            visit.page().locator("tbody tr a").first().click();
            visit.sees(hostile);
            assertThat(visit.page().locator("img[src=x]").count()).isZero();
            visit.open("/alerts?text=Owned").locator("#groups tbody a").first().click();
            visit.sees(hostile);
            assertThat(visit.page().locator("img[src=x], #owned").count()).isZero();
            String payload =
                    "{\"version\":\"4\",\"groupKey\":\"g\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\",\"labels\":"
                            + "{\"alertname\":\"<b id=owned>Owned</b>\"},\"annotations\":{\"summary\":\"" + hostile
                            + "\"},\"startsAt\":\"2026-11-22T10:00:00Z\"}]}";
            for (String target : new String[] {"ops-slack", "oncall", "ops-mail"}) {
                visit.open("/targets/" + target + "/preview").fill("#payload", payload);
                visit.page().click("form[action$='/preview'] button.button:not(.quiet)");
                visit.page().locator(".shown").first().waitFor();
                assertThat(visit.page().content()).contains("Owned");
                for (com.microsoft.playwright.Frame frame : visit.page().frames()) {
                    assertThat(frame.locator("img[src=x], #owned").count()).isZero();
                }
            }
        }
    }

    @Test
    void a_page_says_when_tocsin_no_longer_answers_and_recovers() {
        try (Visit visit = operator()) {
            Page page = visit.open("/");
            page.context().setOffline(true);
            assertThat(page.locator("#lost")).containsText("No contact", new ContainsTextOptions().setTimeout(LIVE_MS));
            page.context().setOffline(false);
            page.locator("#lost")
                    .waitFor(new com.microsoft.playwright.Locator.WaitForOptions()
                            .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN)
                            .setTimeout(LIVE_MS));
            assertThat(visit.complaints())
                    .allMatch(
                            complaint -> complaint.contains("ERR_INTERNET_DISCONNECTED") || complaint.contains("htmx"));
        }
    }
}

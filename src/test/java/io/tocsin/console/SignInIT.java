package io.tocsin.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Getting in and out, with hands on a keyboard. */
@Tag("drill")
class SignInIT extends ConsoleFixture {

    @Test
    void the_right_password_leads_to_the_page_that_was_asked_for() {
        try (Visit visit = browser.visit(service.port())) {
            Page page = visit.open("/deliveries?state=PARKED");
            assertThat(visit.path()).startsWith("/sign-in?to=");
            visit.signIn("wrong");
            visit.sees("User name or password is wrong.");
            visit.signIn("operator-password-of-the-test");
            page.waitForURL(url -> url.endsWith("/deliveries?state=PARKED"));
            assertThat(page.locator("nav a[aria-current=page]")).hasText("Deliveries");
            page.click("text=Sign out");
            visit.sees("You have signed out.");
            visit.open("/deliveries");
            assertThat(visit.path()).startsWith("/sign-in");
        }
    }

    @Test
    void the_link_of_an_alert_leads_to_its_runbook_also_past_a_wrong_password() {
        try (Visit visit = browser.visit(service.port())) {
            Page page = visit.open("/runbooks#redisdown");
            assertThat(visit.path()).startsWith("/sign-in?to=");
            visit.signIn("wrong");
            visit.sees("User name or password is wrong.");
            visit.signIn("operator-password-of-the-test");
            page.waitForURL(url -> url.endsWith("/runbooks#redisdown"));
            assertThat(page.locator("#redisdown")).isInViewport();
        }
    }

    @Test
    void all_of_it_works_by_keyboard() {
        try (Visit visit = browser.visit(service.port())) {
            Page page = visit.open("/sign-in");
            page.keyboard().type("operator");
            page.keyboard().press("Tab");
            page.keyboard().type("operator-password-of-the-test");
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.endsWith("/"));
            page.keyboard().press("Tab");
            assertThat(page.locator(":focus")).hasText("Skip to content");
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).isFocused();
            page.locator("nav a[href='/targets']").focus();
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.endsWith("/targets"));
        }
    }

    @Test
    void a_browser_set_to_chinese_is_spoken_to_in_chinese() {
        try (Visit visit = browser.visit(service.port(), new NewContextOptions().setLocale("zh-CN"))) {
            visit.signedIn();
            assertThat(visit.page().locator("html")).hasAttribute("lang", "zh-CN");
            visit.sees("退出登录");
        }
    }

    @Test
    void a_page_left_open_leads_to_the_form_when_its_session_has_ended() {
        try (Visit visit = operator()) {
            visit.open("/targets");
            visit.page().context().clearCookies();
            visit.page().waitForURL(url -> url.contains("/sign-in?to=%2Ftargets"));
            org.assertj.core.api.Assertions.assertThat(visit.complaints())
                    .allMatch(complaint -> complaint.contains("401"));
        }
    }
}

package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, as a browser without scripts does it. */
class SignInTests {

    private static final String PASSWORD = "operator-password-of-the-test";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @TempDir
    static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                folder,
                "tocsin.security.operators.victor.password=password-of-victor",
                "tocsin.alert.routes[0].targets=ops-slack",
                "tocsin.channel.slack.ops-slack.webhook-url=http://127.0.0.1:1/never-sent");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** What a browser keeps between two requests. */
    private static final class Browser {

        private final Map<String, String> cookies = new LinkedHashMap<>();

        HttpResponse<String> get(String path, String... headers) {
            HttpRequest.Builder request = service.request(path).header("Accept", "text/html");
            if (headers.length > 0) {
                request.headers(headers);
            }
            return send(request);
        }

        HttpResponse<String> post(String path, String token, String... fields) {
            StringBuilder form = new StringBuilder("_csrf=" + token);
            for (int i = 0; i < fields.length; i += 2) {
                form.append('&')
                        .append(fields[i])
                        .append('=')
                        .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
            }
            return send(service.request(path)
                    .header("Accept", "text/html")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form.toString())));
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            if (!cookies.isEmpty()) {
                request.header(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
            }
            HttpResponse<String> answer = service.send(request);
            for (String cookie : answer.headers().allValues("Set-Cookie")) {
                String[] pair = cookie.split(";", 2)[0].split("=", 2);
                if (pair[1].isEmpty() || cookie.contains("Max-Age=0")) {
                    cookies.remove(pair[0]);
                } else {
                    cookies.put(pair[0], pair[1]);
                }
            }
            return answer;
        }

        String token(String path) {
            Matcher token = TOKEN.matcher(get(path).body());
            assertThat(token.find()).isTrue();
            return token.group(1);
        }

        HttpResponse<String> signIn(String password, String to) {
            return post("/sign-in", token("/sign-in"), "username", "operator", "password", password, "to", to);
        }
    }

    /** Of who is not signed in only the form to sign in is read. */
    @Test
    void who_is_signed_in_may_paste_a_payload_and_is_shown_when_it_is_too_long() {
        Browser browser = new Browser();
        browser.signIn(PASSWORD, "");
        String page = "/targets/ops-slack/preview";
        HttpResponse<String> answer = browser.post(page, browser.token(page), "payload", " ".repeat(200_001));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("The payload has 200,001 characters; 200,000 are the most");
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void the_page_that_was_asked_for_is_reached_in_the_end() {
        Browser browser = new Browser();
        assertThat(location(browser.get("/nothing?x=1&y=%C3%A4")))
                .isEqualTo("/sign-in?to=%2Fnothing%3Fx%3D1%26y%3D%25C3%25A4");
        assertThat(browser.cookies).doesNotContainKey("TOCSIN_SESSION");
        assertThat(location(browser.signIn(PASSWORD, "/nothing?x=1"))).isEqualTo("/nothing?x=1");
        HttpResponse<String> page = browser.get("/nothing?x=1");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is no page at this address.", "Sign out");
    }

    @Test
    void the_session_is_kept_from_scripts_and_other_sites_and_new_at_each_sign_in() {
        Browser browser = new Browser();
        String cookie = browser.signIn(PASSWORD, "").headers().allValues("Set-Cookie").stream()
                .filter(one -> one.startsWith("TOCSIN_SESSION="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/");
        String first = browser.cookies.get("TOCSIN_SESSION");
        browser.signIn(PASSWORD, "");
        assertThat(browser.cookies.get("TOCSIN_SESSION")).isNotEqualTo(first);
    }

    @Test
    void signing_out_ends_the_session() {
        Browser browser = new Browser();
        browser.signIn(PASSWORD, "");
        String session = browser.cookies.get("TOCSIN_SESSION");
        assertThat(location(browser.post("/sign-out", browser.token("/nothing"))))
                .isEqualTo("/sign-in?signed-out");
        browser.cookies.put("TOCSIN_SESSION", Objects.requireNonNull(session));
        assertThat(location(browser.get("/nothing"))).startsWith("/sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//example.org/",
                "/\\example.org",
                "https://example.org/",
                "example.org",
                "/ x",
                "javascript:alert(1)"
            })
    void no_form_leads_to_another_site(String to) {
        assertThat(location(new Browser().signIn(PASSWORD, to))).isEqualTo("/");
    }

    @Test
    void a_form_without_its_token_is_refused_with_a_page() {
        Browser browser = new Browser();
        browser.signIn(PASSWORD, "");
        HttpResponse<String> answer = browser.post("/sign-out", "forged");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This form is no longer valid");
    }

    @Test
    void a_page_that_refreshes_itself_is_led_to_the_form_when_the_session_has_ended() {
        HttpResponse<String> answer = new Browser()
                .get("/deliveries?x=1", "HX-Request", "true", "HX-Current-URL", "http://tocsin.example/deliveries?x=1");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).hasValue("/sign-in?to=%2Fdeliveries%3Fx%3D1");
    }

    @Test
    void the_form_speaks_the_browsers_language_and_loads_only_from_here() {
        HttpResponse<String> chinese = new Browser().get("/sign-in", "Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8");
        assertThat(chinese.body()).contains("lang=\"zh-CN\"", "密码");
        for (String other : List.of("zh", "zh-Hans-CN", "zh-TW")) {
            assertThat(new Browser().get("/sign-in", "Accept-Language", other).body())
                    .as(other)
                    .contains("密码");
        }
        HttpResponse<String> english = new Browser().get("/sign-in", "Accept-Language", "fr");
        assertThat(english.body())
                .contains("lang=\"en\"", "Password")
                .doesNotContain("http://", "https://", "<style", "style=");
        assertThat(english.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        Matcher assets =
                Pattern.compile("(?:href|src)=\"(/(?:assets|webjars)/[^\"]+)\"").matcher(english.body());
        assertThat(assets.results()).hasSize(6).allSatisfy(asset -> {
            HttpResponse<String> answer = new Browser().get(asset.group(1));
            assertThat(answer.statusCode()).as(asset.group(1)).isEqualTo(200);
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable");
        });
    }

    @Test
    void basic_credentials_open_the_pages_without_a_session() {
        HttpResponse<String> answer = new Browser().get("/nothing", "Authorization", OperatorClient.AUTHORIZATION);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("TOCSIN_SESSION"));
    }

    @Test
    void who_guesses_is_slowed_down_and_locks_nobody_out() {
        try (RunningService other =
                RunningService.start(folder.resolve("other"), "tocsin.security.auth-failures-per-minute=2")) {
            RunningService before = service;
            service = other;
            try {
                Browser browser = new Browser();
                for (int n = 0; n < 5; n++) {
                    assertThat(other.post("/webhooks/alertmanager", "of-last-year", "{}")
                                    .statusCode())
                            .isEqualTo(401);
                    assertThat(other.send(other.request("/").header("Authorization", "Basic b3BlcmF0b3I6d3Jvbmc="))
                                    .statusCode())
                            .isIn(401, 429);
                }
                assertThat(location(browser.signIn("wrong", "/alerts"))).isEqualTo("/sign-in?failed&to=%2Falerts");
                assertThat(browser.get("/sign-in?failed").body()).contains("User name or password is wrong.");
                assertThat(location(browser.signIn("wrong", ""))).isEqualTo("/sign-in?failed");
                assertThat(location(browser.signIn("wrong", ""))).isEqualTo("/sign-in?wait");
                assertThat(browser.get("/sign-in?wait").body()).contains("Too many failed attempts");
                // Neither the form nor basic is closed to who has the password.
                assertThat(location(browser.signIn(PASSWORD, "/alerts"))).isEqualTo("/alerts");
                assertThat(browser.get("/alerts", "Authorization", OperatorClient.AUTHORIZATION)
                                .statusCode())
                        .isEqualTo(200);
                assertThat(other.scrape()).contains("tocsin_auth_failures_total{endpoint=\"console\"} 3.0");
            } finally {
                service = before;
            }
        }
    }

    @Test
    void a_form_from_another_site_is_refused_even_with_a_token_that_it_planted() {
        Browser browser = new Browser();
        String token = browser.token("/sign-in");
        HttpResponse<String> answer = service.send(service.request("/sign-in")
                .header("Accept", "text/html")
                .header("Origin", "https://evil.example")
                .header("Cookie", "TOCSIN_FORM=" + browser.cookies.get("TOCSIN_FORM"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("_csrf=" + token + "&username=operator&password=" + PASSWORD)));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("from a page of another site");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("TOCSIN_SESSION"));
    }

    @Test
    void a_planted_cookie_is_no_token_once_somebody_has_signed_in() {
        Browser stranger = new Browser();
        String planted = stranger.token("/sign-in");
        Browser browser = new Browser();
        browser.signIn(PASSWORD, "");
        browser.cookies.put("TOCSIN_FORM", Objects.requireNonNull(stranger.cookies.get("TOCSIN_FORM")));
        assertThat(browser.post("/sign-out", planted).statusCode()).isEqualTo(403);
    }

    @Test
    void a_form_sent_after_its_session_has_ended_leads_to_the_form_to_sign_in() {
        Browser browser = new Browser();
        browser.signIn(PASSWORD, "");
        String token = browser.token("/nothing");
        Browser same = new Browser();
        same.cookies.putAll(browser.cookies);
        browser.post("/sign-out", token);
        assertThat(location(same.post("/sign-out", token))).startsWith("/sign-in");
    }

    @Test
    void signing_out_everywhere_ends_all_sessions_of_that_operator_only() {
        Browser here = new Browser();
        Browser there = new Browser();
        here.signIn(PASSWORD, "");
        there.signIn(PASSWORD, "");
        Browser victor = new Browser();
        assertThat(location(victor.post(
                        "/sign-in", victor.token("/sign-in"), "username", "victor", "password", "password-of-victor")))
                .isEqualTo("/");
        assertThat(location(here.post("/sign-out", here.token("/nothing"), "everywhere", "yes")))
                .isEqualTo("/sign-in?signed-out");
        assertThat(location(there.get("/nothing"))).startsWith("/sign-in");
        assertThat(victor.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(there.get("/sign-in").statusCode()).isEqualTo(200);
    }

    @Test
    void one_session_too_many_ends_the_one_that_was_idle_longest() {
        try (RunningService other =
                RunningService.start(folder.resolve("two"), "tocsin.security.sessions-per-operator=2")) {
            RunningService before = service;
            service = other;
            try {
                Browser first = new Browser();
                Browser second = new Browser();
                first.signIn(PASSWORD, "");
                second.signIn(PASSWORD, "");
                assertThat(first.get("/nothing").statusCode()).isEqualTo(404);
                new Browser().signIn(PASSWORD, "");
                assertThat(location(second.get("/nothing"))).startsWith("/sign-in");
                assertThat(first.get("/nothing").statusCode()).isEqualTo(404);
            } finally {
                service = before;
            }
        }
    }

    @Test
    void a_session_ends_at_its_age_however_often_it_is_used_and_another_begins() {
        try (RunningService other =
                RunningService.start(folder.resolve("short"), "tocsin.security.session-lifetime=3s")) {
            RunningService before = service;
            service = other;
            try {
                Browser browser = new Browser();
                browser.signIn(PASSWORD, "");
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> browser.get("/nothing").statusCode() == 302);
                browser.signIn(PASSWORD, "");
                assertThat(browser.cookies).containsKey("TOCSIN_SESSION");
            } finally {
                service = before;
            }
        }
    }

    @Test
    void the_audit_log_tells_operators_who_came_and_went_and_viewers_nothing() {
        Browser browser = new Browser();
        browser.signIn("a-wrong-password", "");
        browser.signIn(PASSWORD, "");
        browser.get("/logs?text=needle");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(browser.get("/audit").body().replaceAll("\\s+", " "))
                        .contains("Failed sign-in", "127.0.0.1", "<td>operator</td>", "/logs?text=needle")
                        .doesNotContain("a-wrong-password"));
        Browser victor = new Browser();
        victor.post("/sign-in", victor.token("/sign-in"), "username", "victor", "password", "password-of-victor");
        HttpResponse<String> refused = victor.get("/audit");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Your account may only look");
        assertThat(victor.get("/targets").body()).doesNotContain("/audit");
    }

    @Test
    void behind_a_proxy_that_ends_tls_the_session_is_sent_over_tls_only() {
        try (RunningService proxied = RunningService.start(
                folder.resolve("proxied"),
                "server.forward-headers-strategy=native",
                "server.tomcat.remoteip.internal-proxies=127.0.0.1")) {
            String form = "_csrf=%s&username=operator&password=" + PASSWORD;
            HttpResponse<String> page = proxied.send(
                    proxied.request("/sign-in").header("Accept", "text/html").header("X-Forwarded-Proto", "https"));
            Matcher token = TOKEN.matcher(page.body());
            assertThat(token.find()).isTrue();
            HttpResponse<String> signedIn = proxied.send(proxied.request("/sign-in")
                    .header("X-Forwarded-Proto", "https")
                    .header("Cookie", PagesFixture.session(page))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form.formatted(token.group(1)))));
            assertThat(signedIn.headers().allValues("Set-Cookie"))
                    .filteredOn(cookie -> cookie.startsWith("TOCSIN_SESSION="))
                    .singleElement()
                    .asString()
                    .contains("Secure", "HttpOnly");
            assertThat(page.headers().allValues("Set-Cookie"))
                    .singleElement()
                    .asString()
                    .contains("Secure");
        }
    }
}

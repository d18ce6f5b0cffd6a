package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One reader's visit to the console; fails in the end when the browser complained, or asked another site for anything. */
final class Visit implements AutoCloseable {

    private static final double PATIENCE_MS = 60_000;
    private static final String AXE = axe();

    private final String base;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Visit(String base, BrowserContext context) {
        this.base = base;
        this.context = context;
        context.setDefaultTimeout(PATIENCE_MS);
        context.onConsoleMessage(this::heard);
        context.onWebError(error -> complaints.add(error.error()));
        context.onRequest(this::requested);
        page = context.newPage();
    }

    private void heard(ConsoleMessage message) {
        if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
            complaints.add(message.text() + " (" + message.location() + ")");
        }
    }

    private void requested(Request request) {
        if (!request.url().startsWith(base + "/")
                && !request.url().startsWith("data:")
                && !request.url().equals("about:srcdoc")) {
            complaints.add("asks another site: " + request.url());
        }
    }

    Page page() {
        return page;
    }

    /** Opens a path, and waits until all that it loads is there. */
    Page open(String path) {
        page.navigate(base + path);
        return page;
    }

    Visit signedIn() {
        open("/sign-in");
        signIn("operator-password-of-the-test");
        page.waitForURL(base + "/");
        return this;
    }

    void signIn(String password) {
        page.fill("#username", "operator");
        page.fill("#password", password);
        page.click("main button[type=submit]");
    }

    /** Waits for an element with this text. */
    Locator sees(String text) {
        Locator found = page.getByText(text).first();
        found.waitFor();
        return found;
    }

    String path() {
        return page.url().substring(base.length());
    }

    /** What axe finds that is serious or worse. */
    List<String> hurdles() {
        page.evaluate(AXE);
        Object findings =
                page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
                        + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                        + ".flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary))");
        return ((List<?>) findings).stream().map(String::valueOf).toList();
    }

    /** By how many pixels the page is wider than its window. */
    int overflow() {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    /** What the browser complained of so far, which is forgotten. */
    List<String> complaints() {
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        return heard;
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    private static String axe() {
        try (InputStream script = Visit.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.tocsin.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.tocsin.backing.InstalledProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The installed Chromium, driven by Playwright, which downloads none. */
final class ConsoleBrowser implements AutoCloseable {

    private final Playwright playwright;
    private final Browser browser;

    private ConsoleBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Skips the test where no Chromium is installed, and fails it under CI. */
    static ConsoleBrowser start() {
        Path chromium = InstalledProgram.find("chromium", "chromium", "chromium-browser", "google-chrome");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage"))
                        .setTimeout(120_000));
        return new ConsoleBrowser(playwright, browser);
    }

    /** A visit in English on a wide screen. */
    Visit visit(int port) {
        return visit(port, new NewContextOptions().setViewportSize(1280, 800));
    }

    Visit visit(int port, NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en-US");
        }
        return new Visit("http://127.0.0.1:" + port, browser.newContext(options.setTimezoneId("Asia/Shanghai")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

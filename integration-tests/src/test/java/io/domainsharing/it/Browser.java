// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium: Debian's packages {@code chromium} and {@code chromium-driver}. One thread at a time. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path OUTPUT = Checkout.output().resolve("browser");
    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    // Selenium looks for DevTools classes of this very Chromium, which nobody uses here. Held, or its level is
    // forgotten.
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;

    /** @param more arguments of Chromium besides those that every test needs */
    Browser(String... more) {
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withEnvironment(Processes.markOf("browser"))
                .build();
        driver = new ChromeDriver(service, options().addArguments(more));
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    }

    /** Why there is none here, and what to do about it; empty when there is one. */
    static Optional<String> obstacle() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER)
                ? Optional.empty()
                : Optional.of("The Debian packages chromium and chromium-driver are not installed:"
                        + " run .ci/browser as root, on Debian");
    }

    private static ChromeOptions options() {
        Checkout.delete(OUTPUT.resolve("profile"));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                // Root must.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--no-proxy-server",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                "--user-data-dir=" + OUTPUT.resolve("profile"));
        return options;
    }

    void open(String url) {
        driver.get(url);
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** A button by what it is called. */
    WebElement button(String name) {
        return driver.findElement(
                By.xpath("//button[normalize-space(.)='" + name + "' or @aria-label='" + name + "']"));
    }

    /** Types into whatever has the focus. */
    void type(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** What can be seen of an element as text; empty when there is none. */
    String text(String css) {
        return String.valueOf(run(
                """
                const element = document.querySelector(arguments[0]);
                return element?.checkVisibility() ? element.innerText : "";""",
                css));
    }

    String title() {
        return String.valueOf(driver.getTitle());
    }

    /** What a script of the test returns; it must return something. */
    Object run(String script, Object... arguments) {
        return Objects.requireNonNull(driver.executeScript(script, arguments), script);
    }

    /** The texts of the list that a script of the test returns. */
    List<String> list(String script) {
        return ((List<?>) run(script)).stream().map(String::valueOf).toList();
    }

    ChromeDriver driver() {
        return driver;
    }

    /** As a phone shows it where that is less than 600. */
    void width(int pixels) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", pixels < 600));
    }

    void colours(String scheme) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Cuts its network, or mends it. */
    void offline(boolean cut) {
        command("Network.enable", Map.of());
        command(
                "Network.emulateNetworkConditions",
                Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** The whole page, as {@code target/it/browser/NAME.png}. */
    void picture(String name) {
        Object data = command("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data");
        try {
            Files.createDirectories(OUTPUT);
            Files.write(OUTPUT.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What breaks the rules of WCAG 2.1 AA, as far as axe sees it. */
    List<?> barriers() {
        try (InputStream axe = Objects.requireNonNull(Browser.class.getResourceAsStream(AXE))) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<?>)
                Objects.requireNonNull(
                        driver.executeAsyncScript(
                                """
                const done = arguments[arguments.length - 1];
                axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }).then(found => done(
                    found.violations.map(rule => `${rule.id}: ${rule.help}: ${rule.nodes.map(node => node.html).join(" ")}`)));
                """));
    }

    private Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    @Override
    public void close() {
        driver.quit();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/**
 * How the status page looks with few peers and with many, wide and narrow, light and dark. Its pictures are in {@code
 * target/it/browser}.
 */
@Tag("O2")
@NeedsBrowser
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class StatusPageLookIT {
    /** What programs say and people do not. */
    private static final String FORBIDDEN =
            "[A-Z]{3,}_[A-Z]+|\\bPT[0-9]|\\[Domain|\\bnull\\b|\\bundefined\\b|\\bNaN\\b|\\[object |Exception|java\\.";

    private static Browser browser;

    private final JsonNode description;
    private final SampleOverview sample = new SampleOverview(Clock.systemUTC().instant());
    private final CannedPage page;

    StatusPageLookIT(ThreeServers servers) {
        WebAdmin paris = servers.paris.webAdmin();
        this.description = paris.get("/domain-sharing/openapi.json");
        this.page = new CannedPage(paris.send("GET", "/domain-sharing/ui", ""));
    }

    @BeforeAll
    static void startBrowser() {
        browser = new Browser();
    }

    @AfterAll
    static void quitBrowser() {
        browser.close();
    }

    @BeforeEach
    void wide() {
        browser.width(1440);
        browser.colours("light");
    }

    @AfterEach
    void stop() {
        page.close();
    }

    @ParameterizedTest
    @CsvSource({
        "3, 1440, light", "3, 1440, dark", "3, 390, light", "3, 390, dark",
        "62, 1440, light", "62, 1440, dark", "62, 390, light", "62, 390, dark"
    })
    void pageShouldFitAndBeReadable(int peers, int width, String colours) {
        browser.width(width);
        browser.colours(colours);

        open(peers);

        browser.picture("look-" + peers + "-" + width + "-" + colours);
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo((long) width);
        assertThat(browser.barriers()).as("contrast among them").isEmpty();
        assertThat(browser.run("return document.body.innerText").toString())
                .doesNotContainPattern(FORBIDDEN)
                .contains("cork has not answered for 4 minutes", "14 messages wait, the oldest for 2 hours.");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 62})
    void sampleShouldBeAsRoutesAnswer(int peers) {
        assertThat(JsonSchema.mistakes(
                        description,
                        description.path("components").path("schemas").path("Overview"),
                        sample.of(peers)))
                .isEmpty();
    }

    @Test
    void manyPeersShouldBeATableWithTroubleOnTop() {
        open(62);

        assertThat(rows()).hasSize(62).startsWith("cork", "oslo-3", "austin", "austin-1");
        browser.button("Peer").click();
        assertThat(rows()).startsWith("austin", "austin-1");
        browser.button("Peer").click();
        assertThat(rows()).startsWith("turin-5");
        assertThat(browser.find("#peer-table th").getDomAttribute("aria-sort")).isEqualTo("descending");
        browser.button("Waiting").click();
        assertThat(rows()).startsWith("cork", "austin");

        browser.find("#peers-filter").sendKeys("refuses");
        assertThat(rows()).containsExactly("oslo-3");
        assertThat(browser.text("#peers-shown")).isEqualTo("1 of 62");
        browser.button("Details: oslo-3").click();
        assertThat(browser.text("#peer-card")).contains("oslo-3", "550 5.7.1 Access denied", "Send its mail now");
        assertThat(browser.barriers()).isEmpty();
        browser.type(Keys.ESCAPE);
        assertThat(browser.run("return document.activeElement.getAttribute('aria-label')"))
                .isEqualTo("Details: oslo-3");
    }

    @Test
    void fewPeersShouldBeCards() {
        open(10);

        assertThat(browser.list("return [...document.querySelectorAll('#peers h3')].map(name => name.innerText)"))
                .hasSize(10);
        assertThat(browser.text("#peers-many")).isEmpty();
    }

    @Test
    void lookUpShouldComeFirst() {
        open(3);

        assertThat(browser.list("return [...document.querySelectorAll('#content h2')]"
                        + ".filter(heading => heading.checkVisibility()).map(heading => heading.innerText)"))
                .startsWith("Who owns …?", "To be mended", "Peers");
    }

    @Test
    void pageShouldAskLessOftenWhileNothingChangesAndWhileTheServerFails() {
        open(3);
        await().atMost(Duration.ofSeconds(20)).until(() -> page.asked() >= 2);
        int asked = page.asked();

        // 7.5, then 11.25 seconds: a page that keeps asking every five would be at three.
        await().pollDelay(Duration.ofSeconds(16)).atMost(Duration.ofSeconds(20)).until(() -> true);
        assertThat(page.asked() - asked).isBetween(1, 2);

        page.fail(500);
        browser.find("#pause").click();
        browser.find("#pause").click();
        await().until(() -> browser.text("#trouble").startsWith("This server fails"));
        asked = page.asked();
        await().pollDelay(Duration.ofSeconds(12)).atMost(Duration.ofSeconds(20)).until(() -> true);
        assertThat(page.asked() - asked).isBetween(1, 2);
    }

    private void open(int peers) {
        page.show(sample.of(peers));
        browser.open(page.url());
        await().until(() -> browser.text("#live").startsWith("Live: as of"));
    }

    private static List<String> rows() {
        return browser.list("return [...document.querySelectorAll('#peer-rows tr')].map(row => row.dataset.key)");
    }
}

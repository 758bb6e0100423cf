// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The status page by keyboard, on a phone, hidden, and while its server cannot be reached. */
@Tag("O2")
@NeedsBrowser
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class StatusPageUseIT extends StatusPageFixture {
    StatusPageUseIT(ThreeServers servers) {
        super(servers);
    }

    @Test
    void pageShouldBeUsableByKeyboardAlone() {
        List<String> wanted = browser.list(
                """
                window.nameOf = element =>
                    element.id || element.getAttribute("aria-label") || (element.closest("li")?.dataset.key ?? "") + element.innerText;
                return [...document.querySelectorAll("button, input, select, summary, a")]
                    .filter(element => element.checkVisibility()).map(nameOf)""");
        Set<String> reached = new LinkedHashSet<>();
        for (int i = 0; i < 80; i++) {
            browser.type(Keys.TAB);
            String name = String.valueOf(browser.run(
                    "return document.activeElement === document.body ? 'body' : nameOf(document.activeElement)"));
            if (name.equals("body") || !reached.add(name)) {
                break;
            }
            assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                    .as("the focus is seen on " + name)
                    .isEqualTo("solid");
        }
        assertThat(reached).containsExactlyElementsOf(wanted);

        browser.run("document.getElementById('peer-add').focus(); return 0");
        browser.type(Keys.ENTER);
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("peer-name");
        assertThat(browser.barriers()).isEmpty();
        browser.type(Keys.ESCAPE);
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("peer-add");
    }

    @AfterEach
    void haveAllShare() {
        paris.send("PUT", "/domain-sharing/peers/austin", "{\"mode\":\"share\"}");
    }

    @Test
    @Tag("D12")
    void rehearsalShouldBeSeenAndThePeerGoLive() {
        paris.send("PUT", "/domain-sharing/peers/austin", "{\"mode\":\"observe\"}");
        // On a busy machine the first answer may come too late, and an address is asked about every ten minutes only.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> rehearsalAnew().path("wouldTake").asInt() == 1);
        browser.open(paris.url(UI));
        awaitText("#rehearsal", "1 recipient: 1 that you refuse today austin would take");
        assertThat(browser.text("#state")).contains("austin is only observed.");
        assertThat(browser.text("#peers > [data-key^=austin]")).contains("is only observed");
        browser.button("Show the addresses").click();
        awaitText("#rehearsal-addresses", ThreeServers.CAROL);
        assertThat(browser.barriers()).isEmpty();
        browser.picture("rehearsal");

        browser.button("Go live …").click();
        browser.find("#ask-yes").click();

        await().untilAsserted(() -> assertThat(
                        paris.get("/domain-sharing/peers/austin").path("mode").asText())
                .isEqualTo("share"));
        await().until(() -> !browser.find("#rehearsal-section").isDisplayed());
        // What is new of a changed peer is over when it has been asked: other tests wait for a page on which nothing
        // changes.
        await().atMost(Duration.ofSeconds(30)).until(() -> paris.get("/domain-sharing/peers/austin")
                .path("state")
                .asText()
                .equals("up"));
    }

    private JsonNode rehearsalAnew() {
        paris.send("DELETE", "/domain-sharing/rehearsal", "");
        try (SmtpSession session = ThreeServers.stranger(servers.paris)) {
            assertThat(session.rcpt(ThreeServers.CAROL).code()).isEqualTo(550);
        }
        await().until(() -> rehearsal().path("recipients").asInt() == 1);
        return rehearsal();
    }

    private JsonNode rehearsal() {
        return paris.get("/domain-sharing/rehearsal").path(0);
    }

    @Test
    void pageShouldFitAPhone() {
        lookUp(BOB, true);
        browser.width(390);

        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
        assertThat(browser.barriers()).isEmpty();
        browser.picture("phone");
        browser.button("Add a peer …").click();
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
        assertThat(browser.run("const box = document.getElementById('peer-dialog').getBoundingClientRect();"
                        + " return box.left >= 0 && box.right <= 390"))
                .isEqualTo(true);
    }

    @Test
    void refreshShouldAskLittleAndNothingWhileNobodyLooks() {
        await().atMost(Duration.ofSeconds(30)).until(() -> requests().size() >= 3);
        assertThat(requests()).containsOnly("/domain-sharing/overview");
        assertThat(browser.list("return performance.getEntriesByType('resource').map(entry => entry.responseStatus)"))
                .as("nothing is sent twice")
                .contains("304");

        String page = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(org.openqa.selenium.WindowType.TAB);
        await().pollDelay(Duration.ofSeconds(7)).until(() -> true);
        browser.driver().close();
        browser.driver().switchTo().window(page);

        Object whileHidden = browser.run(
                """
                const times = name => performance.getEntriesByType("visibility-state")
                    .filter(entry => entry.name === name).map(entry => entry.startTime);
                const hidden = times("hidden").at(-1);
                const visible = times("visible").at(-1);
                return [
                    visible - hidden > 6000,
                    performance.getEntriesByType("resource")
                        .filter(entry => entry.startTime > hidden + 100 && entry.startTime < visible).length,
                ]""");
        assertThat(whileHidden).isEqualTo(List.of(true, 0L));
    }

    @Test
    void serverThatCannotBeReachedShouldBeSaidPlainly() {
        browser.offline(true);
        try {
            pauseAndGoOn();
            awaitText("#trouble", "This server cannot be reached since ");
            assertThat(browser.text("#trouble")).contains("What you see is from ");
            assertThat(browser.text("#live")).startsWith("No answer since ");
            assertThat(browser.text("#peers")).contains("tokyo");
            assertThat(browser.run("return getComputedStyle(document.querySelector('#peers .card')).filter"))
                    .as("what is there is seen to be old")
                    .isEqualTo("grayscale(1)");
            assertThat(browser.barriers()).isEmpty();
            browser.picture("unreachable");
        } finally {
            browser.offline(false);
        }
        pauseAndGoOn();
        awaitText("#live", "Live: as of");
        assertThat(browser.text("#trouble")).isEmpty();
    }

    private static void pauseAndGoOn() {
        browser.find("#pause").click();
        browser.find("#pause").click();
    }

    private static List<String> requests() {
        return browser.list(
                "return performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname)");
    }
}

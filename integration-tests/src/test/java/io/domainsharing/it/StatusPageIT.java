// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static io.domainsharing.it.ThreeServers.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** What an administrator sees and does on the status page, in a real browser. */
@Tag("O2")
@NeedsBrowser
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class StatusPageIT extends StatusPageFixture {
    StatusPageIT(ThreeServers servers) {
        super(servers);
    }

    private static final String CORK_CARD = "#peers > [data-key^=cork]";

    @Test
    void peersShouldBeSeenAtAGlance() {
        lookUp("nobody-at-all@example.com", true);
        browser.button("Test all peers").click();

        String tokyo = "#peers > [data-key^=tokyo]";
        awaitText(tokyo, "answers · does not have it");
        assertThat(browser.text("#node-name")).contains("paris");
        assertThat(browser.text("#node-facts")).contains("example.com", "answers Minger at");
        assertThat(browser.text("#peers-summary")).isEqualTo("2 answer");
        assertThat(browser.text(tokyo))
                .contains(
                        "tokyo",
                        "answers",
                        "Minger at port " + servers.tokyo.endpoints().minger())
                .contains("from domainsharing.xml", "99 of 100 within", "Last answer", "Waiting mail", "none");
        assertThat(browser.title()).isEqualTo("Domain Sharing paris");
        assertThat(browser.text("#state")).isEqualTo("Both peers answer. No mail waits.");
        assertThat(browser.barriers()).isEmpty();
        browser.picture("light");
        browser.colours("dark");
        assertThat(browser.barriers()).isEmpty();
        browser.picture("dark");
    }

    @Test
    void wayToTheOwnerShouldBeDrawn() {
        paris.send("DELETE", "/domain-sharing/cache/" + BOB, "");

        lookUp(BOB, false);

        assertThat(browser.text("#owner-verdict"))
                .isEqualTo(BOB + ": It lives on peer tokyo. Mail for it is accepted (250).");
        assertThat(browser.text("#owner-path"))
                .containsSubsequence(
                        "This server",
                        "not known here",
                        "What is remembered",
                        "nothing is remembered",
                        "Peer tokyo",
                        "has it",
                        "Peer austin",
                        "does not have it",
                        "Verdict",
                        "It lives on peer tokyo.",
                        "What RCPT is answered",
                        "250 2.1.5");
        browser.picture("owner");

        lookUp(BOB, false);
        assertThat(browser.text("#owner-path")).contains("tokyo has it").doesNotContain("Peer austin");
        lookUp(ALICE, false);
        assertThat(browser.text("#owner-path")).contains("an account here");
        lookUp("nobody-at-all@example.com", true);
        assertThat(browser.text("#owner-verdict")).contains("Nobody has it. Mail for it is rejected (550).");
        assertThat(browser.text("#owner-path")).contains("550 5.1.1");
        browser.find("#owner-address").clear();
        browser.find("#owner-address").sendKeys("no-address", Keys.ENTER);
        awaitText("#owner-mistake", "This is not a mail address");
    }

    @Test
    void peerShouldBeAddedSeenDownChangedAndRemoved() {
        browser.button("Add a peer …").click();
        fillIn("name", "cork");
        fillIn("smtp", "127.0.2.43:25");
        fillIn("mingerPort", "70000");
        fillIn("secret", "secret-of-cork-0123456789");
        browser.find("#peer-save").click();
        awaitText("#peer-mistake", "mingerPort: '70000' is not between 1 and 65535. Write a port");
        assertThat(browser.run("return document.activeElement.name")).isEqualTo("mingerPort");
        assertThat(browser.find("#peer-port").getDomAttribute("aria-invalid")).isEqualTo("true");
        browser.picture("mistake");
        fillIn("mingerPort", Integer.toString(Endpoints.freePort("127.0.2.43")));
        browser.button("Test").click();
        awaitText("#peer-tested", "Asked about an address that nobody has: does not answer · ");
        assertThat(paris.send("GET", CORK, "").statusCode())
                .as("a test stores nothing")
                .isEqualTo(404);
        browser.find("#peer-port").click();
        browser.type(Keys.ENTER);
        awaitText(CORK_CARD, "added at run time");
        assertThat(paris.get(CORK).path("origin").asText()).isEqualTo("runtime");

        browser.button("Add a peer …").click();
        fillIn("name", "cork");
        fillIn("smtp", "127.0.2.45:25");
        browser.find("#peer-save").click();
        awaitText("#peer-mistake", "name: a peer of that name is known already: change it instead");
        assertThat(paris.get(CORK).path("smtp").get(0).asText()).isEqualTo("127.0.2.43:25");
        browser.find("#peer-cancel").click();

        for (int i = 0; i < 3; i++) {
            lookUp("nobody-" + i + "@example.com", true);
        }
        assertThat(browser.text("#owner-verdict"))
                .contains("Nobody can tell now who has it. Mail for it is deferred (451).");
        awaitText(CORK_CARD, "no answer for ");
        assertThat(browser.text("#state")).contains("2 of 3 peers answer: cork has not answered for ");
        await().until(() -> browser.title().equals("1 peer down · Domain Sharing paris"));
        assertNoProgramsWords();
        browser.picture("peer-down");

        browser.button("Change: cork").click();
        assertThat(browser.find("#peer-smtp").getDomProperty("value")).isEqualTo("127.0.2.43:25");
        assertThat(browser.find("#peer-secret").getDomProperty("value")).isEmpty();
        fillIn("name", "tokyo");
        assertThat(browser.find("#peer-name").getDomProperty("value"))
                .as("read only")
                .isEqualTo("cork");
        fillIn("smtp", "127.0.2.44:2525");
        browser.find("#peer-save").click();
        await().until(() -> paris.get(CORK).path("smtp").get(0).asText().equals("127.0.2.44:2525"));

        browser.button("Remove: cork").click();
        assertThat(browser.text("#ask-dialog")).contains("Remove peer cork?", "0 messages in its queue");
        browser.find("#ask-yes").click();
        await().until(() -> browser.text(CORK_CARD).isEmpty());
        assertThat(paris.send("GET", CORK, "").statusCode()).isEqualTo(404);
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("peers-heading");
    }

    @Test
    void peerOfTheFileShouldStay() {
        assertThat(browser.text("#peers > [data-key^=tokyo]")).doesNotContain("Remove", "Change");
        browser.button("Add a peer …").click();
        fillIn("name", "tokyo");
        fillIn("smtp", "127.0.2.43:25");
        browser.find("#peer-save").click();
        awaitText("#peer-mistake", "Peer tokyo stands in conf/domainsharing.xml: change it there and restart James");
    }

    @Test
    void whatIsRememberedShouldBeForgottenByAddressAndAltogether() {
        lookUp(BOB, true);
        browser.find("#evict-text").sendKeys(BOB, Keys.ENTER);
        awaitText("#evict-done", BOB + " is forgotten.");
        assertThat(paris.send("GET", "/domain-sharing/cache/" + BOB, "").statusCode())
                .isEqualTo(404);

        lookUp(BOB, true);
        browser.find("#evict-what").sendKeys("everything");
        browser.button("Forget").click();
        browser.find("#ask-no").click();
        assertThat(paris.send("GET", "/domain-sharing/cache/" + BOB, "").statusCode())
                .isEqualTo(200);
        browser.button("Forget").click();
        browser.find("#ask-yes").click();
        awaitText("#evict-done", "Everything is forgotten.");
        assertThat(paris.send("GET", "/domain-sharing/cache/" + BOB, "").statusCode())
                .isEqualTo(404);
        await().untilAsserted(() -> assertThat(browser.text("#cache-facts")).containsPattern("(^|\\s)0 of at most"));

        lookUp(BOB, true);
        browser.find("#cache-search").sendKeys("BO", Keys.ENTER);
        awaitText("#cache-found", "1 address.");
        assertThat(browser.text("#cache-entries")).contains(BOB, "tokyo", "found ");
        browser.find("#evict-what").sendKeys("a domain");
        browser.find("#evict-text").sendKeys("not a domain", Keys.ENTER);
        await().until(() -> !browser.text("#evict-mistake").isEmpty());
    }

    @Test
    void checkOfAllAddressesShouldBeWatched() {
        browser.button("Check all addresses").click();

        awaitText("#conflicts-task", "The check is done · ");
        assertThat(browser.text("#conflicts-task")).containsPattern("[1-9][0-9,]* address(es)? checked");
    }

    private static void fillIn(String field, String text) {
        browser.find("#peer-form [name=" + field + "]").sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }
}

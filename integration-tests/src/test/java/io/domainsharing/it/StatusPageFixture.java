// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.Keys;

/** The status page of paris in a real browser, opened anew before each test. Its pictures are in {@code target/it/browser}. */
abstract class StatusPageFixture {
    static final String UI = "/domain-sharing/ui";
    static final String CORK = "/domain-sharing/peers/cork";
    static Browser browser;

    final ThreeServers servers;
    final WebAdmin paris;

    StatusPageFixture(ThreeServers servers) {
        this.servers = servers;
        this.paris = servers.paris.webAdmin();
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
    void open() {
        browser.width(1200);
        browser.colours("light");
        browser.open(paris.url(UI));
        awaitText("#live", "Live: as of");
    }

    @AfterEach
    void removePeer() {
        paris.send("DELETE", CORK, "");
    }

    static void lookUp(String address, boolean refresh) {
        browser.find("#owner-address").clear();
        browser.find("#owner-address").sendKeys(address);
        if (browser.find("#owner-refresh").isSelected() != refresh) {
            browser.find("#owner-refresh").click();
        }
        browser.find("#owner-address").sendKeys(Keys.ENTER);
        awaitText("#owner-verdict", address + ": ");
    }

    static void assertNoProgramsWords() {
        assertThat(browser.run("return document.body.innerText").toString())
                .doesNotContainPattern("[A-Z]{3,}_[A-Z]+|\\bPT[0-9]|\\[Domain|\\bnull\\b|\\bundefined\\b");
    }

    static void awaitText(String css, String text) {
        await(text).untilAsserted(() -> assertThat(browser.text(css)).contains(text));
    }
}

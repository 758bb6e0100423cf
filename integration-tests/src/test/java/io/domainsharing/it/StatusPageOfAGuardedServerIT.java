// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.GuardedServer.HELD;
import static io.domainsharing.it.GuardedServer.MARKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The status page where WebAdmin wants a token, and where peers want the page. */
@Tag("O2")
@NeedsBrowser
@ExtendWith({NoLeftovers.class, GuardedServer.Shared.class})
class StatusPageOfAGuardedServerIT {
    private static Browser browser;

    private final GuardedServer server;

    StatusPageOfAGuardedServerIT(GuardedServer server) {
        this.server = server;
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
        browser.open(server.kyoto.webAdmin().url("/domain-sharing/ui"));
        awaitText("#token-form", "This WebAdmin wants a token");
    }

    @Test
    void tokenShouldBeAskedForAndKeptNowhere() {
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("token");
        assertThat(browser.text("#content")).isEmpty();
        assertThat(browser.barriers()).isEmpty();
        browser.picture("token");
        browser.type(server.tokens.token(false), Keys.ENTER);
        awaitText("#token-mistake", "James does not accept this token.");

        browser.type(server.tokens.token(true), Keys.ENTER);

        awaitText("#peers", "mallory");
        assertThat(browser.text("#token-form")).isEmpty();
        assertThat(browser.run(
                        """
                        return JSON.stringify([localStorage.length, sessionStorage.length, document.cookie, location.search,
                            location.hash, document.documentElement.outerHTML.includes(arguments[0]),
                            [...document.querySelectorAll("input")].some(field => field.value.includes(arguments[0]))])""",
                        server.tokens.token(true)))
                .isEqualTo("[0,0,\"\",\"\",\"\",false,false]");
        browser.find("#owner-address").sendKeys("policy@example.com", Keys.ENTER);
        awaitText("#owner-verdict", "policy@example.com: ");
        browser.driver().navigate().refresh();
        awaitText("#token-form", "This WebAdmin wants a token");
    }

    @Test
    void wordsOfPeersShouldBeShownAsTheyStand() {
        server.webAdmin().send("GET", "/domain-sharing/owners/policy@example.com?refresh=true", "");
        try (SmtpSession session = ThreeServers.stranger(server.kyoto)) {
            assertThat(session.rcpt(HELD).code()).isEqualTo(250);
            assertThat(session.data(ThreeServers.message("held")).code()).isEqualTo(250);
        }
        await().until(() -> server.webAdmin()
                .get("/domain-sharing/peers/mallory")
                .path("lastFailure")
                .asText()
                .contains(MARKUP));
        browser.type(server.tokens.token(true), Keys.ENTER);

        awaitText("#peers", "451 4.7.1 " + MARKUP);
        awaitText("#held", "458 4.3.0 " + MARKUP);
        browser.find("#owner-address").sendKeys("policy@example.com", Keys.ENTER);
        awaitText("#owner-path", "554 5.7.1 " + MARKUP);
        browser.picture("hostile");
        String quoted = "\"<img/src=x/onerror=document.title=1>\"@example.com";
        browser.find("#owner-address").clear();
        browser.find("#owner-address").sendKeys(quoted, Keys.ENTER);
        await().until(() -> browser.text("#owner-verdict").contains("<img/src=x")
                || !browser.text("#owner-mistake").isEmpty());

        assertThat(browser.run("return document.querySelectorAll('img, svg, iframe, [onerror]').length"))
                .isEqualTo(0L);
        assertThat(browser.title()).doesNotContain("owned");
    }

    @Test
    void scriptThatFindsItsWayIntoThePageShouldNotRun() {
        Object outcome = browser.run(
                """
                const script = document.createElement("script");
                try {
                    script.textContent = "document.title = 'owned'";
                } catch (refused) {
                    return "not even written";
                }
                document.body.append(script);
                return "written";""");

        assertThat(outcome).isIn("not even written", "written");
        assertThat(browser.title()).doesNotContain("owned");
        assertThat(browser.run(
                        "try { document.body.innerHTML = arguments[0]; return 'taken' } catch (refused) { return 'refused' }",
                        MARKUP))
                .isEqualTo("refused");
    }

    private static void awaitText(String css, String text) {
        await(text).untilAsserted(() -> assertThat(browser.text(css)).contains(text));
    }
}

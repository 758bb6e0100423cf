// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.GuardedServer.HELD;
import static io.domainsharing.it.GuardedServer.MARKUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        handIn("held");
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
        String quoted = "\"<img/src=x/onerror=document.title='owned'>\"@example.com";
        browser.find("#owner-address").clear();
        browser.find("#owner-address").sendKeys(quoted, Keys.ENTER);
        awaitText("#owner-verdict", quoted + ": ");

        assertThat(browser.run("return document.querySelectorAll('img, svg, iframe, [onerror]').length"))
                .isEqualTo(0L);
        assertThat(browser.title()).endsWith("Domain Sharing kyoto");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>document.title = 'owned'</script>",
                "<svg onload=\"document.title = 'owned'\"></svg>",
                "<script src=\"data:text/javascript,document.title = 'owned'\"></script>"
            })
    void scriptThatFindsItsWayIntoThePageShouldNotRun(String element) throws IOException {
        HttpResponse<String> page = server.webAdmin().send("GET", "/domain-sharing/ui", "");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        String tampered = page.body().replace("</body>", element + "</body>");
        assertThat(tampered).isNotEqualTo(page.body()).contains("<head>");
        openCopy(tampered);
        await("without the policy it runs").until(() -> browser.title().equals("owned"));

        openCopy(tampered.replace(
                "<head>", "<head><meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">"));

        assertThat(browser.title()).isEqualTo("Domain Sharing");
    }

    /** A file, because no script of the page could write this into the page that James serves. */
    private static void openCopy(String html) throws IOException {
        Path copy = Files.writeString(Checkout.output().resolve("copy-of-the-page.html"), html);
        browser.open(copy.toUri().toString());
    }

    @Test
    void markupShouldNotBeTakenByThePagesOwnScripts() {
        assertThat(browser.run(
                        "try { document.body.innerHTML = arguments[0]; return 'taken' } catch (refused) { return 'refused' }",
                        MARKUP))
                .isEqualTo("refused");
    }

    @Test
    void textsThatCannotBeSeenShouldBeShownAsCodes() {
        assertThat(browser.run(
                        "return make('p', '', '550 ' + arguments[0], 7).textContent", "\u202egpj.exe\u001b[2J\u2028"))
                .isEqualTo("550 \\u{202e}gpj.exe\\u{1b}[2J\\u{2028}7");
        assertThat(browser.run(
                        "const it = make('p', ''); say(it, arguments[0]); return it.textContent",
                        "\u0000\u009b\u2066J\u00fcrgen \ud83d\ude00"))
                .isEqualTo("\\u{0}\\u{9b}\\u{2066}J\u00fcrgen \ud83d\ude00");
    }

    @Test
    void mailThatWaitsShouldBeListedTriedAndReturnedOneByOne() {
        WebAdmin kyoto = server.webAdmin();
        String queue = "/domain-sharing/peers/mallory/mails";
        assumeThat(ServerKind.underTest().isOnRabbitMq())
                .as("RabbitMQ gives no single mail before its time")
                .isFalse();
        handIn("one");
        handIn("two");
        await().until(() -> tried(kyoto.get(queue).path("mails")) >= 2);
        List<String> names = kyoto.get(queue).path("mails").findValuesAsText("name");
        String name = names.get(0);
        browser.type(server.tokens.token(true), Keys.ENTER);
        awaitText("#peers", "mallory");

        browser.button("Show its mail: mallory").click();
        awaitText("#mails", "ann@example.net");
        assertThat(browser.text("#mails")).contains("to " + HELD, "451 4.7.1 " + MARKUP, name);
        assertThat(browser.barriers()).isEmpty();
        browser.picture("mails");
        String before = mail(kyoto, queue, name).path("lastFailureAt").asText();
        browser.button("Try now: " + name).click();
        await().until(() ->
                mail(kyoto, queue, name).path("lastFailureAt").asText().compareTo(before) > 0);

        awaitText("#mails-done", "It is being tried now.");
        browser.button("Return: " + name).click();
        browser.find("#ask-yes").click();
        awaitText("#mails-done", "It goes back to its sender.");
        await().until(() -> mail(kyoto, queue, name).isMissingNode());
        // One that is being tried at this moment is not in its queue.
        await("the others wait on").until(() -> kyoto.get(queue)
                .path("mails")
                .findValuesAsText("name")
                .containsAll(names.subList(1, names.size())));
        assertThat(server.kyoto.log())
                .contains(
                        name + " for [" + HELD + "] is returned to ann@example.net: 5.0.0 The administrator of kyoto");
        assertThat(kyoto.send("POST", queue + "/" + name + "?action=return", "").statusCode())
                .isEqualTo(404);
    }

    /** To somebody whom mallory takes when it is asked, which may be later than a stranger's session waits. */
    private void handIn(String subject) {
        await().untilAsserted(() -> {
            try (SmtpSession session = ThreeServers.stranger(server.kyoto)) {
                assertThat(session.rcpt(HELD).code()).isEqualTo(250);
                assertThat(session.data(ThreeServers.message(subject)).code()).isEqualTo(250);
            }
        });
    }

    private static long tried(JsonNode mails) {
        return StreamSupport.stream(mails.spliterator(), false)
                .filter(mail -> mail.has("lastFailure"))
                .count();
    }

    private static JsonNode mail(WebAdmin webAdmin, String queue, String name) {
        return StreamSupport.stream(webAdmin.get(queue).path("mails").spliterator(), false)
                .filter(mail -> mail.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static void awaitText(String css, String text) {
        await(text).untilAsserted(() -> assertThat(browser.text(css)).contains(text));
    }
}

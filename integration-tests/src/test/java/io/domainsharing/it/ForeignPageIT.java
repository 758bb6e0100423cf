// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another origin can do to WebAdmin through the browser of an operator: nothing. */
@Tag("T2")
@NeedsBrowser
@ExtendWith(NoLeftovers.class)
class ForeignPageIT {
    private static final String HOST = "127.0.2.61";
    private static final String ELSEWHERE = "127.0.2.63";

    /** What any page may try: each with the mode that lets the browser send it. */
    private static final String ATTACKS =
            """
            const base = arguments[0];
            const json = { "Content-Type": "application/json" };
            const plain = { "Content-Type": "text/plain" };
            const form = { "Content-Type": "application/x-www-form-urlencoded" };
            const evil = JSON.stringify({ smtp: ["192.0.2.66:25"], trusted: ["0.0.0.0/0"] });
            const attempts = [
                ["GET", "/peers", {}],
                ["GET", "/peers", { mode: "no-cors" }],
                ["GET", "", { headers: json }],
                ["GET", "/openapi.json", {}],
                ["PUT", "/peers/evil", { headers: json, body: evil }],
                ["PUT", "/peers/evil", { headers: plain, body: evil }],
                ["DELETE", "/cache", {}],
                ["DELETE", "/peers/oslo", {}],
                ["POST", "/peers?action=test", {}],
                ["POST", "/peers?action=test", { mode: "no-cors" }],
                ["POST", "/peers/oslo?action=test", { mode: "no-cors", headers: plain, body: "x" }],
                ["POST", "/peers/oslo/flush", { mode: "no-cors", headers: form, body: "a=b" }],
                ["POST", "/conflicts", { mode: "no-cors", headers: plain, body: "{}" }],
                ["POST", "/conflicts", { mode: "no-cors", body: new FormData() }],
                ["POST", "/conflicts", { mode: "no-cors" }],
                ["POST", "/peers/evil", { mode: "no-cors", headers: { "X-HTTP-Method-Override": "PUT", ...plain }, body: evil }],
                ["POST", "/peers/evil", { headers: { "X-HTTP-Method-Override": "PUT", ...json }, body: evil }],
            ];
            return Promise.all(attempts.map(async ([method, path, options]) => {
                try {
                    const answer = await fetch(base + path, { method, ...options });
                    return `${method} ${path}: ${answer.type} ${answer.status} ${await answer.text()}`;
                } catch (refused) {
                    return `${method} ${path}: nothing`;
                }
            }));""";

    private static OnePeerServer server;
    private static Browser browser;

    @BeforeAll
    static void start() {
        server = new OnePeerServer("osaka", HOST, "127.0.2.62", xml -> {});
        browser = new Browser("--host-resolver-rules=MAP evil.example " + HOST);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    private WebAdmin webAdmin() {
        return server.james.webAdmin();
    }

    private String peers;
    private int tasks;
    private int queries;

    @BeforeEach
    void remember() {
        peers = webAdmin().send("GET", "/domain-sharing/peers", "").body();
        tasks = webAdmin().get("/tasks").size();
        queries = questions().size();
    }

    @AfterEach
    void nothingShouldHaveChanged() {
        assertThat(webAdmin().send("GET", "/domain-sharing/peers", "").body()).isEqualTo(peers);
        assertThat(webAdmin().get("/tasks").size()).isEqualTo(tasks);
        assertThat(questions()).hasSize(queries);
    }

    /** But for the look for conflicts some seconds after the account is made. */
    private static List<String> questions() {
        return server.peer.queries().stream()
                .filter(query -> !query.startsWith(OnePeerServer.LOCAL))
                .toList();
    }

    /** Another port is another origin of the same site, another address another site. */
    @ParameterizedTest
    @ValueSource(strings = {HOST, ELSEWHERE})
    void foreignPageShouldNeitherReadNorChangeAnything(String host) {
        try (ForeignSite site = ForeignSite.on(host)) {
            browser.open(site.url());

            List<?> answers = (List<?>) browser.run(ATTACKS, webAdmin().url("/domain-sharing"));

            assertThat(answers).hasSize(17).allSatisfy(answer -> assertThat(String.valueOf(answer))
                    .matches(".*: (nothing|opaque 0 )"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void formOfAForeignPageShouldChangeNothing(String type) {
        try (ForeignSite site = ForeignSite.on(ELSEWHERE)) {
            browser.open(site.url());
            browser.run(
                    """
                    const form = document.createElement("form");
                    Object.assign(form, { method: "post", action: arguments[0], enctype: arguments[1] });
                    document.body.append(form);
                    form.submit();
                    return 0""",
                    webAdmin().url("/domain-sharing/conflicts"),
                    type);

            await().until(() -> browser.text("body").contains("another origin"));
            assertThat(browser.text("body")).contains("403");
        }
    }

    @Test
    void pageShouldNotBeFramedNorItsAnswersUsedAsScripts() {
        try (ForeignSite site = ForeignSite.on(ELSEWHERE)) {
            browser.open(site.url());
            Object loaded = browser.run(
                    """
                    const add = (tag, path) => new Promise(done => {
                        const element = document.createElement(tag);
                        element.onload = () => done(tag + " loaded");
                        element.onerror = () => done(tag + " refused");
                        element.src = arguments[0] + path;
                        document.body.append(element);
                    });
                    return Promise.all([add("script", "/peers"), add("img", "/ui"), add("iframe", "/ui")])""",
                    webAdmin().url("/domain-sharing"));

            assertThat(String.valueOf(loaded)).contains("script refused", "img refused");
            browser.driver().switchTo().frame(0);
            assertThat(browser.text("body")).doesNotContain("Domain Sharing");
            browser.driver().switchTo().defaultContent();
        }
    }

    @Test
    void linkOfAForeignPageShouldLeadToAPageThatItCannotLookInto() {
        try (ForeignSite site = ForeignSite.on(ELSEWHERE)) {
            browser.open(site.url());
            browser.run(
                    """
                    const link = document.createElement("a");
                    Object.assign(link, { href: arguments[0], textContent: "status" });
                    document.body.append(link);
                    link.click();
                    return 0""",
                    webAdmin().url("/domain-sharing/ui"));

            await().untilAsserted(() -> assertThat(browser.text("#live")).contains("Live: as of"));
        }
    }

    /** What is left of a rebound name: the browser takes the foreign name for James's own, so everything is of one origin. */
    @Test
    void pageThatCameByAForeignNameShouldNeitherReadNorChangeAnything() {
        String base = "http://evil.example:" + server.james.endpoints().webAdmin();
        browser.open(base + "/healthcheck");
        assertThat(browser.text("body")).as("the name leads here").contains("\"checks\"");

        List<?> answers = (List<?>) browser.run(ATTACKS, base + "/domain-sharing");
        assertThat(answers).hasSize(17).allSatisfy(answer -> assertThat(String.valueOf(answer))
                .containsPattern(": (basic 421 .*Host header|basic 400 |opaque 0 $)"));

        Object forwarded = browser.run(
                "return Promise.all(['X-Forwarded-Host', 'X-Forwarded-Server', 'Forwarded'].map(async name =>"
                        + " (await fetch(arguments[0], { headers: { [name]: (name === 'Forwarded' ? 'host=' : '')"
                        + " + '127.0.0.1:8000' } })).status))",
                base + "/domain-sharing/peers");
        assertThat(forwarded).isEqualTo(List.of(421L, 421L, 421L));
    }
}

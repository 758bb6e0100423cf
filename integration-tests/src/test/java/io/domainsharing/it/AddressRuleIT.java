// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/**
 * No address that a command cannot carry comes in or goes out: metz shares example.com with oslo, is the gateway of
 * customer.example, and sends the rest to outside. James's own hooks for DSN stand behind ours.
 */
@Tag("H2")
@ExtendWith(NoLeftovers.class)
class AddressRuleIT {
    private static final String PEER_HOST = "127.0.1.192";
    private static final String GUEST = "guest@customer.example";
    /** Letters whose low bytes are CR and LF, with a command between them. */
    private static final String INJECTION = "\"x\u760d\u760aRCPT TO:<injected@third.example>\u760d\u760a\"@";

    private static final List<String> FORBIDDEN = Stream.of(
                    "\"x\\\rRCPT TO:<evil@third.example>\\\ry\"",
                    "\"a\tb\"",
                    "\"a\u0000b\"",
                    "\"a\u001b[2Jb\"",
                    "\"a\u007fb\"",
                    "\"a\u00e4b\"",
                    "a\u0001b",
                    "x".repeat(900))
            .flatMap(local -> Stream.of("@example.com", "@customer.example", "@elsewhere.test")
                    .map(domain -> local + domain))
            .toList();

    private static StrictSink customer;
    private static StrictSink outside;
    private static StrictSink oslo;
    private static OnePeerServer metz;

    @BeforeAll
    static void start() {
        customer = new StrictSink(SmtpSink.on("127.0.1.193"));
        outside = new StrictSink(SmtpSink.on("127.0.1.194"));
        metz = new OnePeerServer("metz", "127.0.1.191", PEER_HOST, AddressRuleIT::gateway, AddressRuleIT::changed);
        oslo = new StrictSink(metz.peer.sink());
        metz.peer.script(query -> query.status(query.mailbox().startsWith("colleague@") ? 5 : 3));
        metz.james.webAdmin().alias("ali@example.com", "colleague@example.com");
    }

    private static void gateway(XmlFile xml) {
        xml.add("gateways/gateway", "").add("gateways/gateway/domain", "customer.example");
        xml.add("gateways/gateway/smtp", customer.address()).add("gateways/gateway/verify", "none");
    }

    private static void changed(ServerConf conf) {
        conf.edit("mailetcontainer.xml", xml -> xml.all("processors/processor/mailet").stream()
                .filter(mailet -> mailet.getAttribute("class").endsWith(".DeliverByMx"))
                .forEach(mailet -> xml.append(mailet, "gateway").setTextContent(outside.address())));
        conf.edit("smtpserver.xml", xml -> {
            for (Element chain : xml.all("smtpserver/handlerchain")) {
                for (String hook :
                        List.of("DSNEhloHook", "DSNMailParameterHook", "DSNRcptParameterHook", "DSNMessageHook")) {
                    xml.append(chain, "handler").setAttribute("class", "org.apache.james.smtpserver.dsn." + hook);
                }
            }
        });
    }

    @AfterAll
    static void stop() {
        metz.close();
        customer.close();
        outside.close();
    }

    @AfterEach
    void nothingShouldHaveBeenInjected() {
        for (StrictSink sink : List.of(customer, outside, oslo)) {
            assertThat(sink.intruders()).isEmpty();
            assertThat(sink.commands()).noneMatch(command -> command.contains("third.example"));
        }
        assertThat(metz.peer.queries()).allMatch(query -> query.matches("[ -~]+"));
    }

    private static SmtpSession from(String host) {
        SmtpSession session = SmtpSession.connect(metz.james.endpoints().smtpAddress(), host);
        session.ehlo();
        return session;
    }

    private static SmtpSession user() {
        SmtpSession session = ThreeServers.submission(metz.james, LOCAL);
        session.send("RSET");
        return session;
    }

    static List<Supplier<SmtpSession>> everybody() {
        return List.of(() -> from("127.0.0.1"), () -> from(PEER_HOST), AddressRuleIT::user);
    }

    @ParameterizedTest
    @MethodSource("everybody")
    void forbiddenOctetsShouldBeRefusedAtOnceWhoeverSendsThem(Supplier<SmtpSession> whoever) {
        try (SmtpSession session = whoever.get()) {
            for (String address : FORBIDDEN) {
                assertThat(session.mail(address).toString()).matches("501 5\\.1\\.7 [ -~]+|553 5\\.6\\.7 [ -~]+");
            }
            assertThat(session.mail("").code()).isEqualTo(250);
            for (String address : FORBIDDEN) {
                assertThat(session.rcpt(address).toString()).matches("553 5\\.(1\\.3|6\\.7) [ -~]+");
            }
            assertThat(session.send("RCPT TO:<" + LOCAL + "> NOTIFY=NE\rVER X=1")
                            .toString())
                    .startsWith("501 5.5.4 ");
            assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
        }
        assertThat(metz.james.log()).doesNotContain("\u001b[2J");
    }

    @Test
    void verifyingAndStartingAQueueShouldBeNoWayInEither() {
        try (SmtpSession session = from(PEER_HOST)) {
            assertThat(session.send("VRFY <\"a\tb\"@example.com>").code()).isEqualTo(501);
            assertThat(session.send("VRFY <\"a\u00e4b\"@example.com>").toString())
                    .startsWith("553 5.6.7 ");
            assertThat(session.send("ETRN customer\t.example").code()).isIn(500, 501);
        }
    }

    @Test
    void quotedLocalPartShouldGoOnWorking() {
        String recipient = "\"b b>c\"@customer.example";
        try (SmtpSession session = from("127.0.0.1")) {
            session.mail("\"s s\"@elsewhere.test");
            assertThat(session.rcpt(recipient).code()).isEqualTo(250);
            assertThat(session.data(message("quoted")).code()).isEqualTo(250);
        }
        await().until(() -> customer.taken("quoted").size() == 1);
        assertThat(customer.commands())
                .anyMatch(command -> command.startsWith("MAIL FROM:<\"s s\"@elsewhere.test>"))
                .anyMatch(command -> command.startsWith("RCPT TO:<" + recipient + ">"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer.example", "example.com", "outside.test"})
    void sieveRedirectToWhatNoCommandCarriesShouldBeReturned(String domain) {
        String user = "sieve-" + domain + "@example.com";
        String address = INJECTION + domain;
        metz.james.webAdmin().user(user, PASSWORD);
        String script = "redirect \"" + address.replace("\"", "\\\"") + "\";";
        assertThat(metz.james
                        .webAdmin()
                        .send("PUT", "/sieve/" + user + "/scripts/redirect?activate=true", script)
                        .statusCode())
                .isEqualTo(204);
        metz.james.webAdmin().user("author-" + domain + "@example.com", PASSWORD);

        metz.send("author-" + domain + "@example.com", "redirected", user);

        awaitReturned("author-" + domain + "@example.com", "5.6.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer.example", "outside.test"})
    void groupMemberThatNoCommandCarriesShouldBeReturnedAndTheOthersBeServed(String domain) {
        String group = "group-" + domain + "@example.com";
        String author = "member-of-" + domain + "@example.com";
        metz.james
                .webAdmin()
                .user(author, PASSWORD)
                .group(group, encoded("\"a\tb\"@" + domain))
                .group(group, GUEST);

        metz.send(author, "for-" + domain, group);

        await().until(() -> customer.taken("for-" + domain).size() == 1);
        awaitReturned(author, "5.1.3");
    }

    @ParameterizedTest
    @Tag("D8")
    @CsvSource({
        "127.0.0.1, guest@customer.example",
        PEER_HOST + ", guest@customer.example",
        "127.0.0.1, ali@example.com",
        PEER_HOST + ", ali@example.com"
    })
    void notifyShouldGoOnToWhereTheMailGoes(String host, String recipient) {
        StrictSink sink = recipient.equals(GUEST) ? customer : oslo;
        String subject = "notify-" + recipient + "-from-" + host;
        try (SmtpSession session = from(host)) {
            session.mail("ann@elsewhere.test");
            assertThat(session.send("RCPT TO:<" + recipient + "> NOTIFY=NEVER ORCPT=rfc822;old@elsewhere.test")
                            .code())
                    .isEqualTo(250);
            assertThat(session.data(message(subject)).code()).isEqualTo(250);
        }
        await().until(() -> sink.taken(subject).size() == 1);
        assertThat(sink.commands().stream().filter(command -> command.startsWith("RCPT TO:")))
                .last()
                .asString()
                .contains("NOTIFY=NEVER");
    }

    private static String encoded(String address) {
        return URLEncoder.encode(address, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void awaitReturned(String author, String status) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        metz.james.inbox(author, PASSWORD).messages())
                .anySatisfy(text -> assertThat(text).contains("Status: " + status)));
    }
}

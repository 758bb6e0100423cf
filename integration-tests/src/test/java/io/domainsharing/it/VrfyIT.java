// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What VRFY is answered. vaasa shares example.com with oslo, whose second address asks too often; and example.org with plain,
 * which it asks by VRFY, but only over TLS.
 */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class VrfyIT {
    private static final String OSLO = "127.0.1.162";
    private static final String FLOODER = "127.0.1.163";
    private static final String STRANGER = "127.0.1.164";
    private static final String CANNOT_TELL = "252 2.0.0 Cannot verify this address; try RCPT";
    private static final String TRUTH = "250 2.1.5 <local@example.com>";
    private static final String TOO_OFTEN = "451 4.7.1 You ask too often, try again in a second";
    private static final int PER_SECOND = 1_000;
    private static final int FLOODING_SESSIONS = 16;
    private static final int AT_ONCE = 500;
    private static final int MODEST = 20;

    private final List<String> heardByPlain = new CopyOnWriteArrayList<>();
    private final SmtpSink plain = SmtpSink.on("127.0.1.165").answering(line -> {
        heardByPlain.add(line);
        return Optional.empty();
    });
    private OnePeerServer vaasa;

    @BeforeAll
    void start() {
        vaasa = new OnePeerServer(
                "vaasa",
                "127.0.1.161",
                OSLO,
                xml -> {
                    xml.add("peers/peer/trusted", FLOODER);
                    xml.add("domains/domain", "example.org").set("lookup/startTLS", "required");
                    xml.add("peers/peer", "");
                    xml.add("peers/peer/name", "plain").add("peers/peer/smtp", plain.address());
                    xml.add("peers/peer/lookup", "vrfy").add("peers/peer/domain", "example.org");
                },
                conf -> conf.edit("domainlist.xml", xml -> xml.add("domainnames/domainname", "example.org")
                        .set("defaultDomain", "example.com")));
        WebAdmin webAdmin = vaasa.james.webAdmin();
        webAdmin.user("full@example.com", PASSWORD)
                .alias("alias@example.com", LOCAL)
                .group("group@example.com", LOCAL);
        assertThat(webAdmin.send("PUT", "/quota/users/full@example.com/count", "0")
                        .statusCode())
                .isEqualTo(204);
        assertThat(webAdmin.send("POST", "/mappings/address/*@example.com/targets/" + LOCAL, "")
                        .statusCode())
                .isEqualTo(204);
    }

    @AfterAll
    void stop() {
        vaasa.close();
        plain.close();
    }

    @ParameterizedTest
    @Tag("V2")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <local@example.com>    | 250 2.1.5 <local@example.com>
            LOCAL@Example.COM      | 250 2.1.5 <local@example.com>
            local                  | 250 2.1.5 <local@example.com>
            alias@example.com      | 250 2.1.5 <alias@example.com>
            group@example.com      | 250 2.1.5 <group@example.com>
            full@example.com       | 450 4.2.1 Mailbox takes no mail at present: <full@example.com>
            anybody@example.com    | 550 5.1.1 Unknown user: <anybody@example.com>
            local@elsewhere.example | 252 2.0.0 Cannot verify this address; try RCPT
            bob@customer.example   | 252 2.0.0 Cannot verify this address; try RCPT
            b\u00f6b@example.com       | 553 5.6.7 Addresses beyond ASCII are not taken
            local@                 | 501 5.5.4 Syntax: VRFY <user@example.com>
            """)
    void peerShouldHearTheTruthAndAStrangerNothing(String argument, String reply) {
        try (SmtpSession peer = from(OSLO)) {
            assertThat(peer.send("VRFY " + argument).toString()).isEqualTo(reply);
        }
        try (SmtpSession stranger = from(STRANGER)) {
            assertThat(stranger.send("VRFY " + argument).toString())
                    .isEqualTo(reply.matches("501 .*|553 .*") ? reply : CANNOT_TELL);
        }
        assertThat(vaasa.peer.asked("anybody@example.com")).isZero();
    }

    @Test
    @Tag("V2")
    void ehloShouldListVrfyForThoseWhoGetAnAnswerBeforeAndAfterStartTls() {
        try (SmtpSession peer = from(OSLO)) {
            assertThat(peer.ehlo().text()).contains("VRFY");
            peer.startTls();
            assertThat(peer.ehlo().text()).contains("VRFY");
            assertThat(peer.send("VRFY " + LOCAL).code()).isEqualTo(250);
        }
        try (SmtpSession stranger = from(STRANGER)) {
            assertThat(stranger.ehlo().text()).doesNotContain("VRFY");
        }
    }

    @Test
    @Tag("V2")
    void repliesShouldComeInOrderWhenVrfyIsPipelined() {
        try (SmtpSession peer = from(OSLO)) {
            peer.ehlo();
            peer.write("VRFY local\r\nMAIL FROM:<ann@example.net>\r\nVRFY anybody\r\nRCPT TO:<" + LOCAL
                    + ">\r\nVRFY full\r\nRSET\r\n");
            assertThat(IntStream.range(0, 6).map(i -> peer.read().code()))
                    .containsExactly(250, 250, 550, 250, 450, 250);
        }
    }

    @Test
    @Tag("V2")
    void addressThatNobodyHadShouldBeAskedAboutAgainWhenAPeerHasAsked() {
        String newcomer = "newcomer@example.com";
        vaasa.rcpt(newcomer);
        vaasa.rcpt(newcomer);
        assertThat(vaasa.peer.asked(newcomer)).isEqualTo(1);

        try (SmtpSession peer = from(OSLO)) {
            assertThat(peer.send("VRFY " + newcomer).code()).isEqualTo(550);
        }

        vaasa.rcpt(newcomer);
        assertThat(vaasa.peer.asked(newcomer)).isEqualTo(2);
    }

    @Test
    @Tag("V2")
    void whoAsksTooOftenShouldHearNoMoreThanAThousandTruthsASecondAndTakeNoneFromOthers() {
        List<SmtpSession> flood = new ArrayList<>();
        Map<String, Integer> heard = new TreeMap<>();
        try (SmtpSession other = from(OSLO)) {
            for (int i = 0; i < FLOODING_SESSIONS; i++) {
                flood.add(from(FLOODER));
            }
            long start = System.nanoTime();
            long tooLong = start + Duration.ofSeconds(30).toNanos();
            while (heard.getOrDefault(TOO_OFTEN, 0) < PER_SECOND && System.nanoTime() < tooLong) {
                flood.forEach(session -> session.write("VRFY local\r\n".repeat(AT_ONCE)));
                other.write("VRFY local\r\n".repeat(MODEST));
                assertThat(IntStream.range(0, MODEST).mapToObj(i -> other.read().toString()))
                        .containsOnly(TRUTH);
                for (SmtpSession session : flood) {
                    IntStream.range(0, AT_ONCE)
                            .forEach(i -> heard.merge(session.read().toString(), 1, Integer::sum));
                }
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            int most = PER_SECOND + (int) (took.toMillis() * PER_SECOND / 1_000);
            int truths = heard.getOrDefault(TRUTH, 0);
            if (heard.keySet().equals(Set.of(TRUTH)) && truths <= most) {
                Obstacle.abort("VrfyIT's flood", "This machine is too slow for it: " + heard + " in " + took);
            }

            assertThat(heard).as("heard in " + took).containsOnlyKeys(TRUTH, TOO_OFTEN);
            assertThat(truths).isBetween(PER_SECOND, most);
            await().until(() -> flood.get(0).send("VRFY local").toString().equals(TRUTH));
        } finally {
            flood.forEach(SmtpSession::close);
        }
    }

    @Test
    @Tag("V1")
    void peerWithoutTlsShouldNotBeAskedWhereTlsIsRequired() {
        assertThat(vaasa.rcpt("secret@example.org")).isEqualTo(451);
        assertThat(heardByPlain).isNotEmpty().allMatch(line -> line.startsWith("EHLO ") || line.equals("QUIT"));
    }

    private SmtpSession from(String address) {
        return SmtpSession.connect(vaasa.james.endpoints().smtpAddress(), address);
    }
}

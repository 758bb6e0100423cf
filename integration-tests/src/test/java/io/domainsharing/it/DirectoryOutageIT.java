// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * brno has its users in an LDAP directory and shares example.com with oslo, which has none of its own. While the directory is
 * down, brno knows of nobody whether he is there, and must say so.
 */
@ExtendWith(NoLeftovers.class)
@TestInstance(Lifecycle.PER_CLASS)
class DirectoryOutageIT {
    private static final String HOST = "127.0.1.151";
    private static final String OSLO = "127.0.1.152";
    private static final String STRANGER = "127.0.1.153";
    private static final String ALIAS = "alias@example.com";
    private static final String ANYBODY = "anybody@example.com";
    private static final int SILENCE_MILLIS = 700;
    private static final List<String> ALL = List.of(LOCAL, ALIAS, ANYBODY);

    private final LdapDirectory directory = new LdapDirectory(HOST).user(LOCAL).start();
    private final ScriptedPeer oslo = new ScriptedPeer("oslo", OSLO, query -> query.status(3));
    private final JamesServer brno = JamesServer.extended("brno", HOST);

    @BeforeAll
    void start() {
        Sharing.join("example.com", brno, List.of(oslo.entry()));
        brno.conf().write("usersrepository.xml", directory.usersRepository());
        brno.start();
        brno.webAdmin().alias(ALIAS, LOCAL);
    }

    @AfterEach
    void directoryIsBack() {
        directory.start();
        Awaitility.await().until(() -> vrfy(OSLO, LOCAL).code() == 250);
    }

    @AfterAll
    void stop() {
        brno.close();
        oslo.close();
        directory.close();
    }

    @Test
    @Tag("V2")
    void vrfyShouldTellNothingWhileTheDirectoryIsDown() {
        assertThat(ALL).extracting(address -> vrfy(OSLO, address).code()).containsExactly(250, 250, 550);

        directory.stop();

        assertThat(ALL)
                .extracting(address -> vrfy(OSLO, address).toString())
                .containsOnly("451 4.4.3 Cannot verify addresses at present, try again later");
        assertThat(ALL).extracting(address -> vrfy(STRANGER, address).code()).containsOnly(252);

        directoryIsBack();
        assertThat(ALL).extracting(address -> vrfy(OSLO, address).code()).containsExactly(250, 250, 550);
    }

    @Test
    @Tag("D2")
    void nobodyShouldBeRefusedForGoodWhileTheDirectoryIsDown() {
        assertThat(ALL).extracting(address -> rcpt(address).code()).containsExactly(250, 250, 550);
        assertThat(ALL).extracting(address -> sender(address).code()).containsExactly(250, 250, 550);

        directory.stop();

        assertThat(ALL)
                .allSatisfy(address -> assertThat(rcpt(address).toString()).startsWith("451 4.4.3"));
        assertThat(ALL)
                .allSatisfy(address -> assertThat(sender(address).toString()).startsWith("451 4.4.3"));
    }

    @Test
    @Tag("M1")
    void queriesShouldStayUnansweredWhileTheDirectoryIsDown() throws Exception {
        assertThat(MingerByHand.ask(OSLO, brno, LOCAL)).isEqualTo(LOCAL + " 5");
        assertThat(MingerByHand.ask(OSLO, brno, ANYBODY)).isEqualTo(ANYBODY + " 3");

        directory.stop();

        for (String address : ALL) {
            String query = MingerByHand.query(brno, address);
            assertThat(MingerByHand.send(OSLO, brno, query, SILENCE_MILLIS)).isEqualTo(MingerByHand.SILENCE);
        }
    }

    @Test
    @Tag("L2")
    void acceptedMailShouldWaitForTheDirectory() {
        try (SmtpSession session = ThreeServers.stranger(brno)) {
            assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
            directory.stop();
            assertThat(session.data(ThreeServers.message("waits-for-the-directory"))
                            .code())
                    .isEqualTo(250);
        }
        Awaitility.await().until(() -> brno.webAdmin().queueSize("domain-sharing-undetermined") == 1);

        directory.start();

        brno.inbox(LOCAL, PASSWORD).await("Subject: waits-for-the-directory");
    }

    private SmtpReply vrfy(String from, String address) {
        try (SmtpSession session = SmtpSession.connect(brno.endpoints().smtpAddress(), from)) {
            return session.send("VRFY " + address);
        }
    }

    private SmtpReply rcpt(String address) {
        try (SmtpSession session = ThreeServers.stranger(brno)) {
            return session.rcpt(address);
        }
    }

    private SmtpReply sender(String address) {
        try (SmtpSession session = SmtpSession.connect(brno.endpoints().smtpAddress(), STRANGER)) {
            session.ehlo();
            return session.mail(address);
        }
    }
}

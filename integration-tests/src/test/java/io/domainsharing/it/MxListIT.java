// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static io.domainsharing.it.ThreeServers.stranger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.mx.NameServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** paris shares its lists with whoever DNS names, and has just started, with an empty cache, where DNS says nothing. */
@Tag("V3")
@Tag("D9")
@ExtendWith(NoLeftovers.class)
class MxListIT {
    private static final String LIST = "sales@example.com";
    private static final String ALICE = "alice@example.com";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int PORT = Endpoints.freePort("127.0.1.154");
    private static final NameServer DNS = new NameServer().silent(true);
    private static final JamesServer PARIS = JamesServer.extended("mx-list-paris", "127.0.1.154", PORT);
    private static final SmtpSink OSLO = SmtpSink.on("127.0.1.155", PORT).answering(MxListIT::knowsTheList);

    @BeforeAll
    static void start() {
        DNS.set("paris.example.net", "60 A 127.0.1.154")
                .set("oslo.example.net", "60 A 127.0.1.155")
                .set("example.com", "60 MX 10 paris.example.net.", "60 MX 20 oslo.example.net.");
        Sharing.join("example.com", PARIS, List.of());
        PARIS.conf().edit("domainsharing.xml", xml -> {
            xml.remove("peers");
            xml.set("mx/self", "paris.example.net").set("mx/port", Integer.toString(PORT));
            xml.set("mx/nameServer", "127.0.0.1:" + DNS.address().getPort());
            xml.set("lists/share", "true");
            // DNS cannot be asked whether another server has them.
            xml.set("accounts/whenPeerUnreachable", "allow");
        });
        JamesServer.startAll(PARIS);
        PARIS.webAdmin().user(ALICE, PASSWORD).group(LIST, ALICE);
    }

    @AfterAll
    static void stop() {
        PARIS.close();
        OSLO.close();
        DNS.close();
    }

    private static Optional<String> knowsTheList(String command) {
        if (command.startsWith("VRFY") && command.contains(LIST)) {
            return Optional.of("250 2.1.5 " + LIST);
        }
        boolean isOfNobody = command.startsWith("VRFY") || (command.startsWith("RCPT") && !command.contains(LIST));
        return isOfNobody ? Optional.of("550 5.1.1 no such user") : Optional.empty();
    }

    @Test
    @Tag("L2")
    void postShouldReachTheOtherServerOnceWhenDnsSpeaksOnlyAfterIt() {
        try (SmtpSession session = stranger(PARIS)) {
            assertThat(session.rcpt("nobody@example.com").code()).isEqualTo(451);
            assertThat(session.rcpt(LIST).code()).isEqualTo(250);
            assertThat(session.data(message("before-dns")).code()).isEqualTo(250);
        }

        PARIS.inbox(ALICE, PASSWORD).await("Subject: before-dns");
        await().atMost(LONG).until(() -> PARIS.log().contains("is kept and asked for again"));
        assertThat(PARIS.log()).contains("the MX hosts of example.com are not known");
        assertThat(OSLO.mails()).isEmpty();

        DNS.silent(false);

        await().atMost(LONG).until(() -> !OSLO.mails().isEmpty());
        await().atMost(LONG).until(() -> PARIS.webAdmin().queueSize("domain-sharing-undetermined") == 0);
        assertThat(OSLO.mails()).singleElement().satisfies(copy -> {
            assertThat(copy.content()).contains("\nSubject: before-dns\n");
            assertThat(copy.recipients()).containsExactly(LIST);
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Switched off, or not configured at all, the JAR changes nothing. */
@Tag("D10")
@ExtendWith(NoLeftovers.class)
class SwitchedOffIT {
    private static final String LOCAL = "local@example.com";

    @Test
    void jamesShouldBehaveAsStockWhenSharingIsSwitchedOff() throws Exception {
        try (ScriptedPeer peer = new ScriptedPeer("oslo", "127.0.1.26", query -> query.status(5));
                JamesServer james = JamesServer.extended("switched-off", "127.0.1.25")) {
            Sharing.join("example.com", james, List.of(peer.entry()));
            james.conf().edit("domainsharing.xml", xml -> xml.set("enabled", "false"));

            assertStock(james.start());

            assertThat(james.webAdmin().get("/domain-sharing/peers")).isEmpty();
            for (String method : List.of("PUT", "DELETE")) {
                assertThat(james.webAdmin()
                                .send(method, "/domain-sharing/peers/oslo", "{\"smtp\":[\"h\"]}")
                                .body())
                        .contains("\"statusCode\":409", "Domain Sharing is switched off: write <enabled>true");
            }
            assertThat(peer.queries()).isEmpty();
            assertThat(peer.sink().mails()).isEmpty();
        }
    }

    @Test
    void jamesShouldBehaveAsStockWhenThereIsNoFile() throws Exception {
        try (JamesServer james = JamesServer.extended("no-file", "127.0.1.27")) {
            Sharing.join("example.com", james, List.of());
            james.conf().delete("domainsharing.xml");

            assertStock(james.start());
        }
    }

    private static void assertStock(JamesServer james) throws IOException {
        james.webAdmin().user(LOCAL, PASSWORD).alias("alias@example.com", LOCAL);
        List<String> answers = transcript(james);
        try (JamesServer stock = JamesServer.stock("reference", "127.0.1.28")) {
            stock.start().webAdmin().domain("example.com").user(LOCAL, PASSWORD).alias("alias@example.com", LOCAL);

            assertThat(answers).isEqualTo(transcript(stock));
        }
        assertThat(answers.get(0)).startsWith("550");
        assertThat(answers.get(5)).startsWith("502");
        assertThat(answers.get(6)).startsWith("500");
        assertThat(james.inbox(LOCAL, PASSWORD).await("Subject: stock-like")).doesNotContain("X-Domain-Sharing");
        // Nobody listens where peers would ask: the port is free.
        new DatagramSocket(new InetSocketAddress(
                        james.endpoints().host(), james.endpoints().minger()))
                .close();
        assertThat(james.log()).doesNotContain("[ERROR]");
    }

    private static List<String> transcript(JamesServer james) {
        try (SmtpSession session = SmtpSession.connect(james.endpoints().smtpAddress())) {
            List<String> features = session.ehlo().lines();
            String unknownSender = session.mail("unknown@example.com").toString();
            session.send("RSET");
            session.mail("ann@example.net");
            List<String> answers = List.of(
                    session.rcpt("nobody@example.com").toString(),
                    session.rcpt("someone@elsewhere.example").toString(),
                    session.rcpt("alias@example.com").toString(),
                    session.rcpt(LOCAL).toString(),
                    unknownSender,
                    session.send("VRFY " + LOCAL).toString(),
                    session.send("ETRN example.com").toString(),
                    features.subList(1, features.size()).toString());
            assertThat(session.data(message("stock-like")).code()).isEqualTo(250);
            return answers;
        }
    }
}

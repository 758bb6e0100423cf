// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * Three servers with address digests, each on the port that IANA has for them; the first one has a fourth peer, which has none. Between
 * the first and the second a gate keeps mail back.
 */
final class DigestServers implements CloseableResource {
    /** So many addresses that nobody has make a suspect; tests of other things name fewer. */
    static final String UNKNOWNS = "300";

    /** James lets this address relay at the first one. */
    static final String MAY_RELAY = "127.0.7.3";

    private static final int PORT = 4069;

    final JamesServer nara = JamesServer.extended("nara", "127.0.3.11");
    final JamesServer kobe = JamesServer.extended("kobe", "127.0.3.12");
    final JamesServer gifu = JamesServer.extended("gifu", "127.0.3.13");
    final TcpGate gate = new TcpGate(kobe.endpoints().smtpAddress());
    /** A server of another kind: Minger as the draft has it, and no digest. */
    final ScriptedPeer plain = new ScriptedPeer(
            "plain", "127.0.3.14", query -> query.status(query.mailbox().equals("pat@example.com") ? 5 : 3));

    DigestServers() {
        join(nara, Sharing.PeerEntry.of(kobe, gate.port()), Sharing.PeerEntry.of(gifu), plain.entry());
        join(kobe, Sharing.PeerEntry.of(nara), Sharing.PeerEntry.of(gifu));
        join(gifu, Sharing.PeerEntry.of(nara), Sharing.PeerEntry.of(kobe));
        nara.conf().edit("smtpserver.xml", xml -> xml.all("smtpserver")
                .forEach(listener -> XmlFile.children(listener, "authorizedAddresses")
                        .forEach(addresses -> addresses.setTextContent(MAY_RELAY + "/32"))));
        JamesServer.startAll(nara, kobe, gifu);
        gate.open();
        await(nara, "kobe");
        await(nara, "gifu");
        await(kobe, "nara");
        await(gifu, "nara");
        nara.webAdmin().user("alice@example.com", PASSWORD);
    }

    private static void join(JamesServer server, Sharing.PeerEntry... peers) {
        Sharing.join("example.com", server, new ArrayList<>(List.of(peers)));
        server.conf().edit("domainsharing.xml", xml -> {
            xml.set("digest/bind", server.endpoints().host() + ':' + PORT);
            xml.set("harvest/unknowns", UNKNOWNS);
            xml.set("harvest/delay", "100 ms");
        });
    }

    /** Until this server has the digest of that peer of now. */
    static void await(JamesServer server, String peer) {
        Awaitility.await("the digest of " + peer + " at " + server.name())
                .atMost(Duration.ofSeconds(60))
                .until(() -> digest(server, peer).path("live").asBoolean());
    }

    static JsonNode digest(JamesServer server, String peer) {
        return server.webAdmin().get("/domain-sharing/peers/" + peer).path("digest");
    }

    /** The code of RCPT at nara. */
    int rcpt(String recipient) {
        try (SmtpSession session = ThreeServers.stranger(nara)) {
            return session.rcpt(recipient).code();
        }
    }

    @Override
    public void close() {
        gate.close();
        plain.close();
        nara.close();
        kobe.close();
        gifu.close();
    }

    /** Gives the servers to tests that have a parameter of this type. */
    static final class Shared extends SharedFixture<DigestServers> {
        Shared() {
            super(DigestServers.class);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.stranger;

import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * rome, oslo and kyiv share example.com, each with a gate before its SMTP port for its peers' mail, so that it can be away and
 * come back with its mailboxes; mail for outside, bounces above all, ends in a sink. Started once for all test classes that ask
 * for them as a parameter; tests make addresses of their own and leave the three running with their gates open.
 */
final class GatedServers implements ExtensionContext.Store.CloseableResource {
    final Site rome = new Site("rome", "127.0.1.111");
    final Site oslo = new Site("oslo-gated", "127.0.1.112");
    final Site kyiv = new Site("kyiv", "127.0.1.113");
    final SmtpSink world = SmtpSink.on("127.0.1.114");

    /** A server and its gate. */
    static final class Site {
        final JamesServer james;
        final TcpGate gate;

        Site(String name, String host) {
            james = JamesServer.extended(name, host);
            gate = new TcpGate(james.endpoints().smtpAddress());
        }

        String name() {
            return james.name();
        }

        ImapMailbox inbox(String user) {
            return james.inbox(user, PASSWORD);
        }

        /** What a stranger's RCPT is answered. */
        int rcpt(String recipient) {
            try (SmtpSession session = stranger(james)) {
                return session.rcpt(recipient).code();
            }
        }
    }

    GatedServers() {
        List<Site> sites = List.of(rome, oslo, kyiv);
        for (Site site : sites) {
            Sharing.join(
                    "example.com",
                    site.james,
                    sites.stream()
                            .filter(other -> other != site)
                            .map(other -> Sharing.PeerEntry.of(other.james, other.gate.port()))
                            .toList());
            // An account may come back while another server is away.
            site.james
                    .conf()
                    .edit("domainsharing.xml", xml -> xml.set("accounts/whenPeerUnreachable", "allow"))
                    .edit("mailetcontainer.xml", xml -> World.takesMailForOutside(xml, world));
        }
        JamesServer.startAll(rome.james, oslo.james, kyiv.james);
        sites.forEach(site -> site.gate.open());
    }

    @Override
    public void close() {
        List.of(rome, oslo, kyiv).forEach(site -> {
            site.gate.close();
            site.james.close();
        });
        world.close();
    }

    /** Gives the servers to tests that have a parameter of this type. */
    static final class Shared extends SharedFixture<GatedServers> {
        Shared() {
            super(GatedServers.class);
        }
    }
}

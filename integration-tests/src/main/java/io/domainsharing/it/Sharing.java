// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.Arrays;
import java.util.List;

/** Writes {@code domainsharing.xml}, as an operator would: from the file in {@code james-conf/}, with names and addresses changed. */
public final class Sharing {
    /** How long mail waits between tries, so that no test waits for it. */
    public static final String DELAY_TIME = "60*1 second, 100*5 seconds";

    private static final String FILE = "domainsharing.xml";

    private Sharing() {}

    /**
     * Another server, as {@code <peer>} describes it.
     *
     * @param smtp host:port
     * @param secret what that server accepts
     * @param trusted where its sessions and queries come from
     */
    public record PeerEntry(String name, String smtp, int mingerPort, String secret, String trusted) {
        /** A server of this harness. */
        public static PeerEntry of(JamesServer server) {
            return of(server, server.endpoints().smtp());
        }

        /** The same behind another SMTP port. */
        public static PeerEntry of(JamesServer server, int smtpPort) {
            Endpoints endpoints = server.endpoints();
            return new PeerEntry(
                    server.name(),
                    endpoints.host() + ':' + smtpPort,
                    endpoints.minger(),
                    secretOf(server.name()),
                    endpoints.host() + "/32");
        }
    }

    /** The secret that peers need to ask a server. */
    public static String secretOf(String name) {
        return "secret-of-" + name + "-0123456789";
    }

    /** Lets servers share a domain; each gets all others as peers. */
    public static void connect(String domain, JamesServer... servers) {
        for (JamesServer server : servers) {
            join(
                    domain,
                    server,
                    Arrays.stream(servers)
                            .filter(other -> other != server)
                            .map(PeerEntry::of)
                            .toList());
        }
    }

    /** Lets one server share a domain with these peers. */
    public static void join(String domain, JamesServer server, List<PeerEntry> peers) {
        Endpoints endpoints = server.endpoints();
        server.conf().edit("domainlist.xml", xml -> xml.remove("domainnames").set("domainnames/domainname", domain));
        server.conf().edit(FILE, xml -> {
            xml.set("node", server.name()).remove("domains").set("domains/domain", domain);
            xml.remove("peers").set("peers", "");
            for (PeerEntry peer : peers) {
                xml.add("peers/peer", "");
                xml.add("peers/peer/name", peer.name());
                xml.add("peers/peer/smtp", peer.smtp());
                xml.add("peers/peer/mingerPort", Integer.toString(peer.mingerPort()));
                xml.add("peers/peer/secret", peer.secret());
                xml.add("peers/peer/trusted", peer.trusted());
            }
            // Short times: everything is on loopback.
            xml.set("lookup/timeout", "400ms").set("lookup/attempts", "3").set("lookup/budget", "3s");
            xml.set("lookup/bind", endpoints.host());
            xml.remove("minger").set("minger/bind", endpoints.host() + ':' + endpoints.minger());
            xml.set("minger/secret", secretOf(server.name()));
            xml.set("delivery/delayTime", DELAY_TIME).set("delivery/bind", endpoints.host());
        });
    }
}

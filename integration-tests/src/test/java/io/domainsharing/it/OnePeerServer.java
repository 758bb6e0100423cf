// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;
import java.util.function.Consumer;

/** One James that shares example.com with one {@link ScriptedPeer}, which knows nobody unless told otherwise. */
final class OnePeerServer implements AutoCloseable {
    static final String LOCAL = "local@example.com";

    final ScriptedPeer peer;
    final JamesServer james;

    OnePeerServer(String name, String jamesHost, String peerHost, Consumer<XmlFile> change) {
        peer = new ScriptedPeer("oslo", peerHost, query -> query.status(3));
        james = JamesServer.extended(name, jamesHost);
        Sharing.join("example.com", james, List.of(peer.entry()));
        james.conf().edit("domainsharing.xml", change);
        james.start();
        james.webAdmin().user(LOCAL, ThreeServers.PASSWORD);
    }

    /** A stranger's session, after MAIL FROM. */
    SmtpSession session() {
        return ThreeServers.stranger(james);
    }

    int rcpt(String recipient) {
        try (SmtpSession session = session()) {
            return session.rcpt(recipient).code();
        }
    }

    @Override
    public void close() {
        james.close();
        peer.close();
    }
}

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
        this(name, jamesHost, peerHost, change, conf -> {});
    }

    /** @param more what is changed outside {@code domainsharing.xml} */
    OnePeerServer(String name, String jamesHost, String peerHost, Consumer<XmlFile> change, Consumer<ServerConf> more) {
        peer = new ScriptedPeer("oslo", peerHost, query -> query.status(3));
        james = JamesServer.extended(name, jamesHost);
        try {
            Sharing.join("example.com", james, List.of(peer.entry()));
            james.conf().edit("domainsharing.xml", change);
            more.accept(james.conf());
            james.start();
            james.webAdmin().user(LOCAL, ThreeServers.PASSWORD);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
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

    /** A stranger hands in a message for some recipients, all of which are accepted. */
    void send(String sender, String subject, String... recipients) {
        try (SmtpSession session = SmtpSession.connect(james.endpoints().smtpAddress())) {
            session.ehlo();
            session.mail(sender).requireOk("MAIL");
            for (String recipient : recipients) {
                session.rcpt(recipient).requireOk(recipient);
            }
            session.data(ThreeServers.message(subject)).requireOk("DATA");
        }
    }

    /** What the peer has taken of a subject, in order. */
    List<SmtpSink.Mail> taken(String subject) {
        return peer.sink().mails(subject);
    }

    @Override
    public void close() {
        james.close();
        peer.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * paris, tokyo and austin share example.com. Started once for all test classes that ask for them as a parameter: tests make
 * addresses of their own and leave the three running.
 *
 * <p>alice lives on paris, bob on tokyo, carol on austin; the password is {@value #PASSWORD}.
 */
final class ThreeServers implements ExtensionContext.Store.CloseableResource {
    static final String PASSWORD = "secret";
    static final String ALICE = "alice@example.com";
    static final String BOB = "bob@example.com";
    static final String CAROL = "carol@example.com";
    static final String SECOND_SECRET = "second-secret-of-paris-456";

    final JamesServer paris = JamesServer.extended("paris", "127.0.1.1");
    final JamesServer tokyo = JamesServer.extended("tokyo", "127.0.1.2");
    final JamesServer austin = JamesServer.extended("austin", "127.0.1.3");

    ThreeServers() {
        Sharing.connect("example.com", paris, tokyo, austin);
        paris.conf().edit("domainsharing.xml", xml -> xml.add("minger/secret", SECOND_SECRET));
        JamesServer.startAll(paris, tokyo, austin);
        paris.webAdmin().user(ALICE, PASSWORD);
        tokyo.webAdmin().user(BOB, PASSWORD);
        austin.webAdmin().user(CAROL, PASSWORD);
    }

    /** A session with paris from an address that is nobody's. */
    SmtpSession strangerAtParis() {
        return stranger(paris);
    }

    /** A session with the MX listener of a server, as any mail server of the world has it. */
    static SmtpSession stranger(JamesServer server) {
        return fromAddress("127.0.0.1", server);
    }

    /** A session with the MX listener of a server from one loopback address, after EHLO and MAIL FROM outside. */
    static SmtpSession fromAddress(String address, JamesServer server) {
        return session(server.endpoints().smtpAddress(), address);
    }

    /** A session with any server from one loopback address, after EHLO and MAIL FROM outside. */
    static SmtpSession session(InetSocketAddress server, String from) {
        SmtpSession session = SmtpSession.connect(server, from);
        session.ehlo();
        session.mail("ann@example.net");
        return session;
    }

    /** A session of a user who hands in mail, after MAIL FROM. */
    static SmtpSession submission(JamesServer server, String user) {
        return authenticated(SmtpSession.connect(server.endpoints().submissionAddress()), server, user);
    }

    /** The same from one loopback address. */
    static SmtpSession submission(String from, JamesServer server, String user) {
        return authenticated(SmtpSession.connect(server.endpoints().submissionAddress(), from), server, user);
    }

    private static SmtpSession authenticated(SmtpSession session, JamesServer server, String user) {
        session.ehlo();
        session.startTls().ehlo();
        SmtpReply login = session.login(user, PASSWORD);
        if (login.code() != 235) {
            throw new IllegalStateException(user + " on " + server.name() + ": " + login);
        }
        session.mail(user);
        return session;
    }

    /** A small message that can be found again by its subject. */
    static String message(String subject) {
        return "From: ann@example.net\nTo: undisclosed@example.net\nSubject: " + subject + "\n\nHello from " + subject;
    }

    @Override
    public void close() {
        paris.close();
        tokyo.close();
        austin.close();
    }

    /** Gives the servers to tests that have a parameter of this type. */
    static final class Shared extends SharedFixture<ThreeServers> {
        Shared() {
            super(ThreeServers.class);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.demo;

import io.domainsharing.it.Command;
import io.domainsharing.it.ImapMailbox;
import io.domainsharing.it.JamesServer;
import io.domainsharing.it.SmtpSession;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What the scenes of the demo are made of: each is done, shown and checked. One thread. */
final class Steps {
    /** An address that is no office's. */
    static final String OUTSIDE = "127.0.0.1";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Offices offices;
    private final Transcript transcript;

    Steps(Offices offices, Transcript transcript) {
        this.offices = offices;
        this.transcript = transcript;
    }

    /** With the stock james-cli. */
    void addUser(JamesServer server, String user) {
        Command.Result result = offices.addUser(server, user);
        transcript.check(
                result.exitCode() == 0,
                String.format(Locale.ROOT, "%-7s james-cli AddUser %s", server.name(), Offices.address(user)));
    }

    /** Hands in a small message; a name alone is one of the shared domain. */
    void send(String subject, JamesServer at, String sender, String... recipients) {
        try (SmtpSession session = session(at, OUTSIDE)) {
            transcript.expect(250, at.name(), "MAIL FROM:<" + sender + ">", () -> session.mail(sender));
            for (String recipient : recipients) {
                String address = Offices.address(recipient);
                transcript.expect(250, at.name(), "RCPT TO:<" + address + ">", () -> session.rcpt(address));
            }
            transcript.expect(
                    250,
                    at.name(),
                    "DATA (subject: " + subject + ")",
                    () -> session.data("From: " + sender + "\nSubject: demo-" + subject + "\n\nHello\n"));
        }
    }

    /** Hands in so many messages for bob, without showing each; whether all were taken. */
    boolean acceptsAll(JamesServer at, String sender, String subject, int count) {
        boolean all = true;
        try (SmtpSession session = session(at, OUTSIDE)) {
            for (int number = 1; number <= count; number++) {
                session.mail(sender);
                session.rcpt(Offices.address("bob"));
                all &= session.data("From: " + sender + "\nSubject: demo-" + subject + ' ' + number + "\n\nHello\n")
                                .code()
                        == 250;
            }
        }
        return all;
    }

    /** Waits for a message and checks that there is one copy of it. */
    String landed(String subject, JamesServer at, String user) {
        ImapMailbox inbox = offices.inbox(at, user);
        try {
            String message = inbox.await("demo-" + subject);
            transcript.check(
                    inbox.messagesWith("demo-" + subject).size() == 1,
                    String.format(Locale.ROOT, "%-7s %s has it in the mailbox", at.name(), user));
            return message;
        } catch (ConditionTimeoutException e) {
            transcript.check(false, String.format(Locale.ROOT, "%-7s %s never got it", at.name(), user));
            return "";
        }
    }

    /** Whether paris refuses a recipient whom no office has. */
    boolean refusedAsUnknown(String sender, String user) {
        try (SmtpSession session = session(offices.paris, OUTSIDE)) {
            session.mail(sender);
            return session.rcpt(user + "@" + Offices.DOMAIN).code() == 550;
        }
    }

    /** Whether it comes true within half a minute. */
    static boolean holds(Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(PATIENCE).until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** A session from that loopback address, after EHLO. */
    static SmtpSession session(JamesServer server, String from) {
        SmtpSession session = SmtpSession.connect(server.endpoints().smtpAddress(), from);
        session.ehlo().requireOk(server.name());
        return session;
    }
}

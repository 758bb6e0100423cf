// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.SmtpCommand.Etrn;
import io.domainsharing.smtpclient.SmtpCommand.Hello;
import io.domainsharing.smtpclient.SmtpCommand.Rcpt;
import io.domainsharing.smtpclient.SmtpCommand.Vrfy;
import java.util.List;
import java.util.function.Consumer;

/**
 * One exchange on a session that is ready for it, and back to where the next one can be put. Never sends DATA. Belongs to the
 * connection's event loop.
 */
final class Exchange {
    private static final SmtpReply OPEN = new SmtpReply(250, List.of("the session is open"));

    private final SmtpServer server;
    private final Connection connection;
    private final Consumer<SmtpReply> answer;
    private final Runnable done;

    /**
     * @param answer the reply to the exchange; how there comes to be none the connection's owner hears
     * @param done the connection is ready for another exchange
     */
    Exchange(SmtpServer server, Connection connection, Consumer<SmtpReply> answer, Runnable done) {
        this.server = server;
        this.connection = connection;
        this.answer = answer;
        this.done = done;
    }

    void start(SmtpCommand command) {
        if (command instanceof Vrfy vrfy) {
            single("VRFY " + vrfy.address());
        } else if (command instanceof Etrn etrn) {
            single("ETRN " + etrn.node());
        } else if (command instanceof Hello) {
            answer.accept(OPEN);
            done.run();
        } else {
            transaction((Rcpt) command);
        }
    }

    // VRFY may only stand at the end of a group of commands (RFC 2920 section 3.1), and ETRN may take its time.
    private void single(String command) {
        send(command, reply -> {
            answer.accept(reply);
            done.run();
        });
    }

    private void transaction(Rcpt rcpt) {
        String recipient = "RCPT TO:<" + rcpt.address() + ">";
        if (connection.isPipelining()) {
            connection.send("MAIL FROM:<>", reply -> continueAfterMail(reply, () -> {}));
            connection.send(recipient, answer);
            send("RSET", this::reset);
        } else {
            send(
                    "MAIL FROM:<>",
                    reply -> continueAfterMail(
                            reply,
                            () -> send(recipient, said -> {
                                answer.accept(said);
                                send("RSET", this::reset);
                            })));
        }
    }

    private void continueAfterMail(SmtpReply reply, Runnable next) {
        if (reply.isPositive()) {
            next.run();
        } else {
            connection.refuse(server + " refused MAIL FROM:<>: " + reply, reply);
        }
    }

    private void reset(SmtpReply reply) {
        if (reply.isPositive()) {
            done.run();
        } else {
            connection.refuse(server + " refused RSET: " + reply, reply);
        }
    }

    private void send(String command, Consumer<SmtpReply> then) {
        connection.send(command, then);
        connection.flush();
    }
}

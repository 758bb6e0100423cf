// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.verdict.RcptReply;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.SmtpCommand;
import io.domainsharing.smtpclient.SmtpOutcome;
import io.domainsharing.smtpclient.SmtpServer;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.james.core.MailAddress;

/**
 * Asks this server's own listener as a stranger would, by RCPT up to no DATA, and compares what it is told with what operators are
 * told. Blocks its caller.
 */
public final class SelfTest {
    private final SmtpClient client;
    private final Function<MailAddress, CompletionStage<RcptReply>> expected;

    /** @param expected what an operator who asks about an address is told that RCPT is answered */
    public SelfTest(SmtpClient client, Function<MailAddress, CompletionStage<RcptReply>> expected) {
        this.client = client;
        this.expected = expected;
    }

    /**
     * Asks once, and a second time before it tells of a difference: what a peer says may have changed in between.
     *
     * @param listener where; of all addresses of this machine the loopback one is taken
     */
    public void check(HostAndPort listener, MailAddress address, Findings findings) {
        Place place = Place.of("smtpserver.xml").key("bind").value(listener);
        SmtpOutcome outcome = ask(listener, address);
        RcptReply told = told(address);
        if (differs(outcome, told)) {
            outcome = ask(listener, address);
            told = told(address);
        }
        if (outcome instanceof SmtpOutcome.NoAnswer none) {
            findings.warning(
                    Rule.LISTENER_SILENT,
                    place,
                    "does not answer RCPT from this machine: " + none.detail(),
                    "Look into James's log; other servers may fare alike");
        } else if (differs(outcome, told)) {
            findings.error(
                    Rule.REPLY_DIFFERS,
                    place,
                    "answers RCPT " + address.asString() + " with '" + ((SmtpOutcome.Answered) outcome).reply()
                            + "', and not with '" + told.line() + "'",
                    "Compare the handlers of that listener in smtpserver.xml with james-conf/smtpserver.xml");
        }
    }

    private SmtpOutcome ask(HostAndPort listener, MailAddress address) {
        return client.ask(
                        new SmtpServer(reachable(listener.getHost()), listener.getPort()),
                        new SmtpCommand.Rcpt(address.asString()))
                .toCompletableFuture()
                .join();
    }

    private RcptReply told(MailAddress address) {
        return expected.apply(address).toCompletableFuture().join();
    }

    /** By the first digit: the words are those of whichever hook had the last one. */
    private static boolean differs(SmtpOutcome outcome, RcptReply told) {
        return !(outcome instanceof SmtpOutcome.Answered answered)
                || answered.reply().code() / 100 != told.code() / 100;
    }

    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0", "" -> "127.0.0.1";
            case "::", "0:0:0:0:0:0:0:0" -> "::1";
            default -> host;
        };
    }
}

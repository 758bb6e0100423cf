// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.Addresses;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.dsn.DSNRcptParameterHook;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NOTIFY and ORCPT (RFC 3461), which James's own hook reads, before ours or behind it. */
@Tag("D8")
class NotifyParameterTest {
    private static final String PEER = "127.0.0.5";

    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("ann@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
            .know("\"a a\"@example.com", new Verdict.Local(LocalMatch.ACCOUNT))
            .know("eve@customer.example", new Verdict.OnGateway(SmtpListener.RELAYED, Verdict.Proof.LISTED));

    private SmtpListener listening(RcptHook hook, boolean first) throws Exception {
        SmtpListener listener = SmtpListener.with(ownership, hook, first);
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", PEER));
        return listener;
    }

    private static void send(SmtpClient client, String... commands) throws Exception {
        for (String command : commands) {
            assertThat(client.exchange(command)).startsWith("250");
        }
        assertThat(client.exchange("DATA")).startsWith("354");
        client.send("Subject: hello", "", "hello", ".");
        assertThat(client.reply()).startsWith("250");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,  true, ann@example.com",
        "127.0.0.1, false, ann@example.com",
        "127.0.0.1,  true, eve@customer.example",
        "127.0.0.1, false, eve@customer.example",
        "127.0.0.5,  true, ann@example.com",
        "127.0.0.5, false, ann@example.com",
        "127.0.0.5, false, bob@here.example",
        "127.0.0.9,  true, ann@example.com",
        "127.0.0.9, false, ann@example.com",
        "127.0.0.10, false, bob@here.example"
    })
    void notifyShouldBeKeptWhoeverSendsItAndWhicheverHookIsFirst(String from, boolean first, String recipient)
            throws Exception {
        try (SmtpListener listener = listening(new DSNRcptParameterHook(), first);
                SmtpClient client = listener.connect(from).greet()) {
            send(client, "RCPT TO:<" + recipient + "> NOTIFY=NEVER ORCPT=rfc822;old@elsewhere.example");

            assertThat(listener.notifications)
                    .isEqualTo(Map.of(
                            Addresses.address(recipient),
                            RecipientDsnParameters.of(
                                    EnumSet.of(Notify.NEVER), new MailAddress("old@elsewhere.example"))));
        }
    }

    @Test
    void wordThatAQuotedLocalPartHasTwiceShouldBeNoParameter() throws Exception {
        try (SmtpListener listener = listening(new DSNRcptParameterHook(), false);
                SmtpClient client = listener.connect().greet()) {
            send(client, "RCPT TO:<\"a a\"@example.com>   notify=delay,failure  ");

            assertThat(listener.notifications.values())
                    .containsExactly(RecipientDsnParameters.of(EnumSet.of(Notify.DELAY, Notify.FAILURE)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x400;/c=de", "utf-8;b\\x{FC}b@elsewhere.example", "rfc822;nobody", "rfc822;\"a+0Db\"@c.example"
            })
    void originalRecipientThatJamesHasNoRoomForShouldNotKeepTheMessageOut(String original) throws Exception {
        try (SmtpListener listener = listening(new DSNRcptParameterHook(), false);
                SmtpClient client = listener.connect(PEER).greet()) {
            send(client, "RCPT TO:<ann@example.com> ORCPT=" + original + " NOTIFY=NEVER");

            assertThat(listener.notifications.values())
                    .containsExactly(RecipientDsnParameters.of(EnumSet.of(Notify.NEVER)));
        }
    }

    @Test
    void originalRecipientShouldBeReadInUpperCaseToo() throws Exception {
        try (SmtpListener listener = listening(new DSNRcptParameterHook(), false);
                SmtpClient client = listener.connect().greet()) {
            send(client, "RCPT TO:<ann@example.com> ORCPT=RFC822;old+2Btag@elsewhere.example");

            assertThat(listener.notifications.values())
                    .containsExactly(RecipientDsnParameters.of(new MailAddress("old+2Btag@elsewhere.example")));
        }
    }

    @Test
    void objectionToAParameterShouldBeHeardBehindOurLastWord() throws Exception {
        try (SmtpListener listener = listening(new NeverRefused(), false);
                SmtpClient client = listener.connect(PEER).greet()) {
            assertThat(client.exchange("RCPT TO:<ann@example.com> NOTIFY=NEVER"))
                    .startsWith("554");
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
        }
    }

    private static final class NeverRefused implements RcptHook {
        @Override
        public Set<String> supportedParameters() {
            return Set.of("NOTIFY");
        }

        @Override
        public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
            return HookResult.DENY;
        }
    }
}

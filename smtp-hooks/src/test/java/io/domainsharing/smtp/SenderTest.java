// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {
    private static final Verdict LOCAL = new Verdict.Local(LocalMatch.ACCOUNT);
    private static final Verdict ON_PEER = new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED);
    private static final Verdict NOBODY = new Verdict.Nobody();
    private static final String LOGIN = "AUTH PLAIN AGNhcm9sAHNlY3JldA==";

    private final InMemoryOwnership ownership = new InMemoryOwnership().know("ann@example.com", LOCAL);
    private SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = SmtpListener.verifyingSenders(ownership, new BaseHierarchicalConfiguration(), true);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private void answer(String address, Verdict verdict) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> ownership.isPending(address(address)));
        ownership.complete(address, verdict);
    }

    private SmtpClient greeted() throws Exception {
        SmtpClient client = listener.connect();
        assertThat(client.exchange("EHLO client.example")).startsWith("250");
        return client;
    }

    private String replyTo(String mail) throws Exception {
        try (SmtpClient client = greeted()) {
            String reply = client.exchange(mail);
            assertThat(client.exchange("NOOP")).startsWith("250");
            return reply;
        }
    }

    @Test
    void senderWithoutADomainShouldBeOneOfTheDefaultDomain() throws Exception {
        assertThat(replyTo("MAIL FROM:<frank>")).startsWith("250").contains("frank@here.example");
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void mailAndRcptShouldBeAnsweredInOrderWhenBothAreDeferred() throws Exception {
        try (SmtpClient client = greeted()) {
            client.send("MAIL FROM:<frank@example.com>", "RCPT TO:<grace@example.com>", "DATA");
            answer("frank@example.com", ON_PEER);
            assertThat(client.reply()).startsWith("250").contains("frank@example.com");
            answer("grace@example.com", LOCAL);
            assertThat(client.reply()).startsWith("250").contains("grace@example.com");
            assertThat(client.reply()).startsWith("354");
            client.send("Subject: hello", "", "hello", ".");
            assertThat(client.reply()).startsWith("250");
            assertThat(client.exchange("NOOP")).startsWith("250");
            assertThat(listener.messages).containsExactly(List.of(address("grace@example.com")));
        }
    }

    @Test
    void sessionShouldTakeAnotherMailWhenASenderWasRefused() throws Exception {
        try (SmtpClient client = greeted()) {
            client.send("MAIL FROM:<x@example.com>", "RCPT TO:<ann@example.com>", "NOOP");
            answer("x@example.com", NOBODY);
            assertThat(client.reply()).isEqualTo("550 5.1.8 Unknown sender: x@example.com");
            assertThat(client.reply()).startsWith("503");
            assertThat(client.reply()).startsWith("250");
            client.send("MAIL FROM:<frank@example.com>");
            answer("frank@example.com", ON_PEER);
            assertThat(client.reply()).startsWith("250");
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
        }
    }

    @Test
    void senderShouldBeDeferredWhenAPeerIsSilent() throws Exception {
        ownership.resolveOthersTo(new Verdict.Undetermined(List.of(new MissingAnswer("tokyo", "no answer", false))));
        assertThat(replyTo("MAIL FROM:<x@example.com>"))
                .startsWith("451 4.4.3")
                .contains("x@example.com")
                .doesNotContain("tokyo");
    }

    @Test
    void senderShouldBeAcceptedWhenAPeerSaysThatItsMailboxIsFull() throws Exception {
        ownership.resolveOthersTo(new Verdict.Undetermined(List.of(new MissingAnswer("tokyo", "status 4", true))));
        assertThat(replyTo("MAIL FROM:<full@example.com>")).startsWith("250");
    }

    @Test
    void senderShouldBeLeftToTheStockRulesWhenItIsFound() throws Exception {
        ownership.know("frank@example.com", ON_PEER);
        assertThat(replyTo("MAIL FROM:<ann@example.com>")).startsWith("250");
        assertThat(replyTo("MAIL FROM:<frank@example.com>")).startsWith("250");
        listener.identityCheckedAt = Set.of("MAIL", "RCPT");
        assertThat(replyTo("MAIL FROM:<ann@example.com>")).startsWith("554");
        assertThat(replyTo("MAIL FROM:<frank@example.com>")).startsWith("554");
        assertThat(ownership.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x@example.com> SIZE=10",
                "<x@example.com> SIZE=10 AUTH=<>",
                "  <x@example.com> AUTH=a@example.com"
            })
    void senderShouldBeReadAsJamesDoesWhenParametersFollow(String path) throws Exception {
        ownership.resolveOthersTo(NOBODY);
        assertThat(replyTo("MAIL FROM:" + path)).isEqualTo("550 5.1.8 Unknown sender: x@example.com");
        assertThat(ownership.asked()).containsExactly(address("x@example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<>", "<@>", "<> AUTH=<x@example.com>", "<x@elsewhere.example>", "<bob@here.example>"})
    void senderShouldBeUntouchedWhenItIsNullOrForeign(String path) throws Exception {
        ownership.resolveOthersTo(NOBODY);
        assertThat(replyTo("MAIL FROM:" + path)).startsWith("250");
        assertThat(ownership.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            <"fr\u00e4nk"@example.com>         | 553 5.6.7
            <frank@example.com> AUTH=fr\u00e4nk | 501 5.5.4
            <frank@example.com> X=\u00e4        | 501
            """)
    void octetsBeyondAsciiShouldBeRefusedForGood(String path, String reply) throws Exception {
        assertThat(replyTo("MAIL FROM:" + path)).startsWith(reply);
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void verdictShouldNotOutliveAMailThatIsRefusedForItsParameters() throws Exception {
        MailAddress frank = address("frank@example.com");
        ownership.know(frank, LOCAL);
        try (SmtpClient client = greeted()) {
            assertThat(client.exchange("MAIL FROM:<frank@example.com> SIZE=much"))
                    .startsWith("501");
            ownership.know(frank, NOBODY);
            assertThat(client.exchange("MAIL FROM:<x@elsewhere.example>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<frank@example.com>")).startsWith("550 5.1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL FROM:x@example.com", "MAIL FROM <x@example.com>", "MAIL TO:<x@example.com>", "MAIL"})
    void syntaxShouldBeLeftToStockJames(String mail) throws Exception {
        assertThat(replyTo(mail)).startsWith("501");
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void mailShouldBeLeftToStockJamesWhenItIsOutOfSequence() throws Exception {
        try (SmtpClient client = listener.connect()) {
            assertThat(client.exchange("MAIL FROM:<x@example.com>")).startsWith("503");
            client.greet();
            assertThat(client.exchange("MAIL FROM:<x@example.com>")).startsWith("503");
            assertThat(ownership.asked()).isEmpty();
        }
    }

    @Test
    void userShouldBeLeftToTheStockRulesWithoutALookUp() throws Exception {
        try (SmtpClient client = greeted()) {
            assertThat(client.exchange(LOGIN)).startsWith("235");
            assertThat(client.exchange("MAIL FROM:<unknown@example.com>")).startsWith("250");
            assertThat(ownership.asked()).isEmpty();
        }
    }

    @Test
    void submissionListenerShouldLookUpNoSenderAndKnowNoPeer() throws Exception {
        BaseHierarchicalConfiguration handler = new BaseHierarchicalConfiguration();
        handler.addProperty("submission", true);
        try (SmtpListener submission = SmtpListener.verifyingSenders(ownership, handler, true);
                SmtpClient client = submission.connect()) {
            submission.peers.replaceBy(InMemoryPeers.peer("tokyo", "127.0.0.0/8", "::1"));
            submission.identityCheckedAt = Set.of("MAIL", "RCPT");
            client.exchange("EHLO client.example");
            assertThat(client.exchange("MAIL FROM:<unknown@example.com>")).startsWith("554");
            assertThat(ownership.asked()).isEmpty();
        }
    }

    @Test
    void peerShouldHandOverMailOfAnyColleagueWithoutALookUp() throws Exception {
        listener.identityCheckedAt = Set.of("MAIL", "RCPT");
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", "127.0.0.0/8", "::1"));
        for (String sender : List.of("unknown@example.com", "bob@here.example")) {
            try (SmtpClient client = listener.connect().greet(sender)) {
                assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
                assertThat(client.exchange("RCPT TO:<x@elsewhere.example>")).startsWith("5");
            }
        }
        assertThat(ownership.asked()).isEmpty();
    }

    @Test
    void noSenderShouldBeLookedUpWhenVerifyingIsSwitchedOff() throws Exception {
        try (SmtpListener off = SmtpListener.verifyingSenders(ownership, new BaseHierarchicalConfiguration(), false);
                SmtpClient client = off.connect()) {
            off.identityCheckedAt = Set.of("RCPT");
            client.greet("unknown@example.com");
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("554");
            assertThat(client.exchange("RSET")).startsWith("250");
            off.identityCheckedAt = Set.of("MAIL", "RCPT");
            off.peers.replaceBy(InMemoryPeers.peer("tokyo", "127.0.0.0/8", "::1"));
            assertThat(client.exchange("MAIL FROM:<unknown@example.com>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<ann@example.com>")).startsWith("250");
            assertThat(ownership.asked()).isEmpty();
        }
    }
}

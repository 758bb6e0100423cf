// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.Verdict.Proof;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway's recipients, and all that only look like them. */
class GatewayRcptTest {
    private static final Verdict YES = new Verdict.OnGateway(SmtpListener.RELAYED, Proof.ASKED);

    private final InMemoryOwnership ownership = new InMemoryOwnership()
            .know("bob@customer.example", YES)
            .know("bob@both.example", new Verdict.OnGateway(SmtpListener.RELAYED_AND_LOCAL, Proof.CACHE))
            .know("kim@customer.example", new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED))
            .know("nobody@customer.example", new Verdict.Nobody())
            .know("full@customer.example", new Verdict.Undetermined(List.of(new MissingAnswer("gateway", "4", true))))
            .know(
                    "later@customer.example",
                    new Verdict.Undetermined(List.of(new MissingAnswer("gateway", "silent", false))));
    private SmtpListener listener;

    @BeforeEach
    void listen() throws Exception {
        listener = new SmtpListener(ownership);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void strangersRecipientShouldBeAnsweredByTheVerdict() throws Exception {
        try (SmtpClient client = listener.connect().greet()) {
            assertThat(client.exchange("RCPT TO:<bob@customer.example>")).startsWith("250 2.1.5");
            assertThat(client.exchange("RCPT TO:<BOB@Customer.EXAMPLE>")).startsWith("250 2.1.5");
            assertThat(client.exchange("RCPT TO:<bob@both.example>")).startsWith("250 2.1.5");
            assertThat(client.exchange("RCPT TO:<kim@customer.example>")).startsWith("250 2.1.5");
            assertThat(client.exchange("RCPT TO:<nobody@customer.example>")).startsWith("550 5.1.1");
            assertThat(client.exchange("RCPT TO:<full@customer.example>")).startsWith("451 4.2.1");
            assertThat(client.exchange("RCPT TO:<later@customer.example>")).startsWith("451 4.4.3");
        }
    }

    @Test
    void recipientShouldWaitForTheHostWithoutAThread() throws Exception {
        try (SmtpClient client = listener.connect().greet();
                SmtpClient other = listener.connect().greet()) {
            client.send("RCPT TO:<ann@customer.example>", "NOOP");
            await().until(() -> ownership.isPending(address("ann@customer.example")));
            assertThat(other.exchange("RCPT TO:<bob@customer.example>")).startsWith("250");

            ownership.complete("ann@customer.example", YES);
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("250");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim@elsewhere.example",
                "victim%elsewhere.example@customer.example",
                "elsewhere.example!victim@customer.example",
                "\"victim@elsewhere.example\"@customer.example",
                "\"victim%elsewhere.example\"@both.example",
                "@customer.example:victim@elsewhere.example",
                "@customer.example,@both.example:victim@elsewhere.example",
                "victim@elsewhere.example@customer.example",
                "bob@sub.customer.example",
                "bob@xcustomer.example",
                "bob@customer.example.",
                "bob@customer.example.elsewhere.example",
                "bob@customer",
                "bob@[127.0.0.1]"
            })
    void nothingElseShouldBeRelayed(String recipient) throws Exception {
        ownership.resolveOthersTo(YES);
        try (SmtpClient client = listener.connect().greet()) {
            assertThat(client.exchange("RCPT TO:<" + recipient + ">")).startsWith("55");
            assertThat(ownership.asked()).isEmpty();
        }
    }

    @Test
    void gatewaysHostAndItsSendersShouldHaveNoRights() throws Exception {
        try (SmtpClient client = listener.connect().greet("bob@customer.example")) {
            assertThat(client.exchange("RCPT TO:<victim@elsewhere.example>")).startsWith("550 5.7.1");
        }
    }

    @Test
    void peerShouldHandOverToAGatewayAsAnybodyMayAndNothingMore() throws Exception {
        listener.peers.replaceBy(InMemoryPeers.peer("tokyo", "127.0.0.0/8", "::1"));
        try (SmtpClient client = listener.connect().greet("carol@example.com")) {
            assertThat(client.exchange("RCPT TO:<bob@customer.example>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<bob@both.example>")).startsWith("250");
            assertThat(client.exchange("RCPT TO:<nobody@customer.example>")).startsWith("550 5.1.1");
            assertThat(client.exchange("RCPT TO:<victim%elsewhere.example@customer.example>"))
                    .startsWith("550 5.7.1");
            assertThat(client.exchange("RCPT TO:<victim@elsewhere.example>")).startsWith("5");
        }
    }

    @Test
    void identityCheckShouldStandWhereTheStockRulesRelay() throws Exception {
        try (SmtpClient client = listener.connect().greet("carol@example.com")) {
            assertThat(client.exchange("RCPT TO:<bob@both.example>")).startsWith("554");
        }
    }

    @Test
    void submissionListenerShouldBeLeftToTheStockRules() throws Exception {
        BaseHierarchicalConfiguration submission = new BaseHierarchicalConfiguration();
        submission.setProperty("submission", true);
        try (ReplayPool pool = new ReplayPool(4, 1_000);
                SmtpListener forUsers = new SmtpListener(ownership, submission, pool);
                SmtpClient client = forUsers.connect().greet()) {
            assertThat(client.exchange("RCPT TO:<bob@customer.example>")).startsWith("550 5.7.1");
        }
    }
}

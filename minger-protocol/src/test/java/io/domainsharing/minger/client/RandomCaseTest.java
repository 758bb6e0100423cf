// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerOutcome.Answered;
import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.network.HostResolver;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that asks in letters of random case, over real sockets. */
@Timeout(30)
class RandomCaseTest {
    private static final Mailbox ARVEL = Mailbox.parse("arvel@example.com");
    private static final Duration SHORT = Duration.ofMillis(50);

    private final MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.answers(5));
    private final HostResolver resolver = HostResolver.ofSystem();
    private final MingerClient client = MingerClient.create(MingerClientConfiguration.of(resolver)
            .withTries(Duration.ofSeconds(2), 1, Duration.ofSeconds(2))
            .withRandomCase());

    @AfterEach
    void close() {
        client.close();
        resolver.close();
        peer.close();
    }

    private MingerStatus ask() {
        MingerOutcome outcome = client.ask(
                        new MingerServer(
                                peer.address().getHostString(), peer.address().getPort(), null),
                        ARVEL)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered) outcome).status();
    }

    private List<String> asked() {
        return peer.received().stream()
                .map(MisbehavingMingerPeer.Received::mailbox)
                .toList();
    }

    // The question goes out beside the first, and the client is idle once it is over.
    private void awaitProof() {
        await().until(() -> asked().size() == 2 && client.inFlight() == 0);
    }

    @Test
    void serverShouldBeAskedInRandomCaseOnceItHasSaidYesToIt() {
        assertThat(ask()).isEqualTo(MingerStatus.EXISTS);
        awaitProof();
        for (int i = 0; i < 5; i++) {
            assertThat(ask()).isEqualTo(MingerStatus.EXISTS);
        }

        assertThat(asked()).hasSize(7).allSatisfy(mailbox -> assertThat(mailbox)
                .isEqualToIgnoringCase("arvel@example.com"));
        assertThat(asked().get(0)).isEqualTo("arvel@example.com");
        assertThat(asked().stream().skip(2).distinct()).hasSizeGreaterThan(2);
    }

    @Test
    void forgedReplyInTheUsualSpellingShouldBeIgnored() {
        ask();
        awaitProof();
        peer.behave(query -> {
            query.reply("arvel@example.com 3");
            query.replyAfter(SHORT, query.mailbox() + " 5");
        });

        assertThat(ask()).isEqualTo(MingerStatus.EXISTS);
    }

    @Test
    void serverThatComparesCaseShouldBeAskedAsUsual() {
        peer.behave(
                query -> query.reply(query.mailbox() + (query.mailbox().equals("arvel@example.com") ? " 5" : " 3")));
        ask();
        awaitProof();

        for (int i = 0; i < 5; i++) {
            assertThat(ask()).isEqualTo(MingerStatus.EXISTS);
        }
    }

    @Test
    void serverThatEchoesInItsOwnSpellingShouldBeAskedAsUsual() {
        peer.behave(query -> query.reply(query.mailbox().toLowerCase(Locale.ROOT) + " 5"));
        ask();
        awaitProof();

        assertThat(ask()).isEqualTo(MingerStatus.EXISTS);
        assertThat(asked()).last().isEqualTo("arvel@example.com");
    }

    @Test
    void serverThatSaysNoShouldNotBeTried() {
        peer.behave(MisbehavingMingerPeer.answers(3));

        assertThat(ask()).isEqualTo(MingerStatus.DOES_NOT_EXIST);
        assertThat(ask()).isEqualTo(MingerStatus.DOES_NOT_EXIST);
        assertThat(asked()).containsExactly("arvel@example.com", "arvel@example.com");
    }
}

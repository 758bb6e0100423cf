// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MingerPeerLookupTest {
    private static final Duration BUDGET = Duration.ofSeconds(4);
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");

    private final AtomicLong nanos = new AtomicLong();
    private final List<MingerServer> asked = new ArrayList<>();
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private final List<Duration> budgets = new ArrayList<>();
    private final Deque<MingerOutcome> outcomes = new ArrayDeque<>();

    private CompletionStage<MingerOutcome> answer(MingerServer server, Mailbox mailbox, Duration budget) {
        asked.add(server);
        mailboxes.add(mailbox);
        budgets.add(budget);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        return CompletableFuture.completedStage(outcomes.remove());
    }

    private PeerAnswer ask(String address, String... hosts) {
        Peer peer = new Peer(
                new PeerName("tokyo"),
                List.of(hosts).stream().map(HostAndPort::fromString).toList(),
                LookupMethod.MINGER,
                4070,
                SECRET,
                List.of(),
                Set.of());
        return new MingerPeerLookup(peer, this::answer, BUDGET, nanos::get)
                .ask(address(address))
                .toCompletableFuture()
                .join();
    }

    private static MingerOutcome answered(MingerStatus status) {
        return new MingerOutcome.Answered(
                status, Duration.ofMillis(1), InetSocketAddress.createUnresolved("tokyo", 4070), false);
    }

    private static MingerOutcome silent(MingerOutcome.Reason reason) {
        return new MingerOutcome.NoAnswer(reason, "why");
    }

    @ParameterizedTest
    @CsvSource({"EXISTS,Accepts", "EXISTS_BUT_CANNOT_RECEIVE,NotNow", "DOES_NOT_EXIST,Unknown"})
    void digitsAboutTheAddressShouldBecomeAnswers(MingerStatus status, String expected) {
        outcomes.add(answered(status));

        assertThat(ask("frank@example.com", "tokyo.example.net:25").getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST,0", "ACCESS_DENIED,1", "BAD_CREDENTIALS,2"})
    void digitsAboutTheQueryShouldBeRefusalsWithTheirMeaning(MingerStatus status, String digit) {
        outcomes.add(answered(status));

        assertThat(ask("frank@example.com", "tokyo.example.net:25"))
                .isInstanceOfSatisfying(PeerAnswer.NoAnswer.class, none -> {
                    assertThat(none.reason()).isEqualTo(PeerAnswer.Reason.REFUSED);
                    assertThat(none.detail()).startsWith("answered " + digit);
                });
    }

    @ParameterizedTest
    @EnumSource(names = "UNMATCHED", mode = EnumSource.Mode.EXCLUDE)
    void reasonsShouldKeepTheirNames(MingerOutcome.Reason reason) {
        outcomes.add(silent(reason));

        assertThat(ask("frank@example.com", "tokyo.example.net:25"))
                .isEqualTo(new PeerAnswer.NoAnswer(PeerAnswer.Reason.valueOf(reason.name()), "why"));
    }

    @Test
    void serverThatSendsSomethingElseShouldLeaveTheAddressUnanswered() {
        outcomes.add(silent(MingerOutcome.Reason.UNMATCHED));

        assertThat(ask("frank@example.com", "tokyo.example.net:25"))
                .isEqualTo(new PeerAnswer.NoAnswer(PeerAnswer.Reason.UNANSWERED, "why"));
    }

    @Test
    void questionShouldCarryTheCanonicalAddressPortAndSecret() {
        outcomes.add(answered(MingerStatus.EXISTS));
        ask("Frank.N@Example.COM", "tokyo.example.net:2525");

        assertThat(mailboxes).containsExactly(Mailbox.parse("frank.n@example.com"));
        assertThat(asked).containsExactly(new MingerServer("tokyo.example.net", 4070, SECRET));
        assertThat(budgets).containsExactly(BUDGET);
    }

    @Test
    void quotedLocalPartShouldBeAskedAsItIs() {
        outcomes.add(answered(MingerStatus.EXISTS));
        ask("\"Frank N\"@example.com", "tokyo.example.net:25");

        assertThat(mailboxes).containsExactly(Mailbox.parse("\"frank n\"@example.com"));
    }

    @Test
    void addressOutsideAsciiShouldBeUnaskable() {
        assertThat(ask("\"fränk\"@example.com", "tokyo.example.net:25"))
                .isInstanceOfSatisfying(PeerAnswer.NoAnswer.class, none -> assertThat(none.reason())
                        .isEqualTo(PeerAnswer.Reason.UNASKABLE));
        assertThat(asked).isEmpty();
    }

    @Test
    void nextHostShouldBeAskedWithTheTimeThatIsLeftWhenTheFirstIsSilent() {
        outcomes.add(silent(MingerOutcome.Reason.TIMEOUT));
        outcomes.add(answered(MingerStatus.EXISTS));

        assertThat(ask("frank@example.com", "a.example.net:25", "b.example.net:25"))
                .isEqualTo(new PeerAnswer.Accepts());
        assertThat(asked).extracting(MingerServer::host).containsExactly("a.example.net", "b.example.net");
        assertThat(budgets).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void nextHostShouldNotBeAskedWhenTheFirstAnswers() {
        outcomes.add(answered(MingerStatus.ACCESS_DENIED));
        ask("frank@example.com", "a.example.net:25", "b.example.net:25");

        assertThat(asked).hasSize(1);
    }
}

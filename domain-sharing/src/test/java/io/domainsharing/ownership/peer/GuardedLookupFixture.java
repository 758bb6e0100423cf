// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

/** A guarded peer, tokyo, that answers as the test says, and silence by default. */
abstract class GuardedLookupFixture {
    static final MailAddress FRANK = address("frank@example.com");
    static final PeerAnswer SILENCE = new NoAnswer(Reason.TIMEOUT, "silent");

    final FakeClock clock = new FakeClock();
    final FakeTimer timer = new FakeTimer(clock);
    final List<String> events = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    final List<MailAddress> asked = new ArrayList<>();
    final Map<MailAddress, PeerAnswer> peculiar = new HashMap<>();
    final AtomicInteger nobodies = new AtomicInteger();
    final List<CompletableFuture<PeerAnswer>> held = new ArrayList<>();

    @Nullable
    PeerAnswer programmed = SILENCE;

    final GuardedLookup testee = new GuardedLookup(
            InMemoryPeers.peer("tokyo"),
            address -> {
                asked.add(address);
                CompletableFuture<PeerAnswer> answer = new CompletableFuture<>();
                PeerAnswer given = peculiar.getOrDefault(address, programmed);
                if (given == null) {
                    held.add(answer);
                } else {
                    answer.complete(given);
                }
                return answer;
            },
            new NobodysAddresses(() -> "nobody" + nobodies.incrementAndGet()),
            clock,
            clock::nanos,
            timer,
            new PeerStateListener() {
                @Override
                public void onAnswer(PeerName peer, PeerAnswer answer, Duration took) {
                    heard.add(peer + " " + answer.getClass().getSimpleName() + " after " + took.toMillis());
                }

                @Override
                public void onDown(PeerName peer) {
                    events.add("down " + peer);
                }

                @Override
                public void onReturn(PeerName peer) {
                    events.add("return " + peer);
                }
            });

    PeerAnswer ask() {
        return ask(FRANK);
    }

    PeerAnswer ask(MailAddress address) {
        return testee.ask(address).toCompletableFuture().join();
    }

    void fallSilent() {
        programmed = SILENCE;
        ask();
        ask();
    }

    Status status() {
        return testee.state().status();
    }

    static Reason reasonOf(PeerAnswer answer) {
        return ((NoAnswer) answer).reason();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static io.domainsharing.ownership.membership.InMemoryPeers.peer;
import static io.domainsharing.ownership.membership.InMemoryPeers.peerOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;

class PeerDirectoryTest {
    private static final Peer TOKYO = peer("tokyo");
    private static final Peer OSLO = peer("oslo");

    private final PeerDirectory testee = new PeerDirectory(set(TOKYO));
    private final List<String> heard = new ArrayList<>();

    private static PeerSet set(Peer... peers) {
        return new PeerSet(List.of(peers), List.of(), MxKnowledge.NONE);
    }

    private PeerChangeListener listener(String name) {
        return new PeerChangeListener() {
            @Override
            public void beforeSwap(PeerChange change) {
                heard.add(name + " before, sees " + testee.current().names());
            }

            @Override
            public void afterSwap(PeerChange change) {
                heard.add(name + " after, sees " + testee.current().names());
            }
        };
    }

    @Test
    void everyListenerShouldHearBothPhasesAroundOneSwap() {
        testee.addListener(listener("one"));
        testee.addListener(listener("two"));

        testee.swap(set(OSLO), RemovedMail.KEEP);

        assertThat(heard)
                .containsExactly(
                        "one before, sees [tokyo]",
                        "two before, sees [tokyo]",
                        "one after, sees [oslo]",
                        "two after, sees [oslo]");
    }

    @Test
    void changeShouldTellWhoIsAddedChangedAndRemoved() {
        Peer changed = peerOf("tokyo", "example.com");
        PeerChange change = new PeerChange(set(TOKYO, OSLO), set(changed, peer("lima")), RemovedMail.KEEP);

        assertThat(change.added()).containsExactly(peer("lima").name());
        assertThat(change.changed()).containsExactly(TOKYO.name());
        assertThat(change.removed()).containsExactly(OSLO.name());
        assertThat(change.removed(OSLO.name())).contains(OSLO);
        assertThat(change.removed(TOKYO.name())).isEmpty();
    }

    @Test
    void sameSetShouldBeNoChange() {
        testee.addListener(listener("one"));

        testee.swap(set(TOKYO), RemovedMail.REQUEUE);

        assertThat(heard).isEmpty();
    }

    @Test
    void listenerThatFailsShouldKeepTheChangeFromNobody() {
        testee.addListener(new PeerChangeListener() {
            @Override
            public void beforeSwap(PeerChange change) {
                throw new IllegalStateException("bug");
            }

            @Override
            public void afterSwap(PeerChange change) {
                throw new IllegalStateException("bug");
            }
        });
        testee.addListener(listener("two"));

        testee.swap(set(OSLO), RemovedMail.REQUEUE);

        assertThat(testee.current().peers()).containsExactly(OSLO);
        assertThat(heard).hasSize(2);
    }

    @Test
    void whoeverAwaitsTheListenersShouldGoOnWhenAllHaveHeard() throws Exception {
        CountDownLatch isTelling = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        testee.addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                isTelling.countDown();
                try {
                    assertThat(mayGoOn.await(1, TimeUnit.MINUTES)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        testee.addListener(listener("two"));
        CompletableFuture<Void> swapping =
                CompletableFuture.runAsync(() -> testee.swap(set(OSLO), RemovedMail.REQUEUE));
        assertThat(isTelling.await(1, TimeUnit.MINUTES)).isTrue();

        CompletableFuture<Integer> awaited = CompletableFuture.supplyAsync(() -> {
            testee.awaitListeners();
            return heard.size();
        });
        assertThat(testee.current().peers()).as("reading waits for nobody").containsExactly(OSLO);
        mayGoOn.countDown();

        assertThat(awaited.get(1, TimeUnit.MINUTES)).isEqualTo(2);
        swapping.get(1, TimeUnit.MINUTES);
    }

    @Test
    void domainThatDnsWasNotAskedAboutShouldBeTold() {
        AtomicInteger told = new AtomicInteger();
        PeerDirectory byMx = new PeerDirectory(
                new PeerSet(List.of(), List.of(), new MxKnowledge(Map.of(), Map.of(), domain -> true)));
        byMx.onDomainNotRead(told::incrementAndGet);

        assertThat(byMx.asked(Domain.of("example.com")).missing()).isNotNull();
        assertThat(testee.asked(Domain.of("example.com")).missing()).isNull();

        assertThat(told).hasValue(1);
    }
}

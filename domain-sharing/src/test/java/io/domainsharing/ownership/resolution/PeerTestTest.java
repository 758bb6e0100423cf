// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;

class PeerTestTest {
    private static final Domain COM = Domain.of("example.com");
    private static final Domain ORG = Domain.of("example.org");
    private static final Peer TOKYO = InMemoryPeers.peer("tokyo");
    private static final Peer AUSTIN = InMemoryPeers.peerOf("austin", "example.org");
    private static final PeerAnswer YES = new PeerAnswer.Accepts();
    private static final PeerAnswer NO = new PeerAnswer.Unknown();

    private final List<String> asked = new ArrayList<>();
    private final PeerLookups lookups = peer -> address -> {
        asked.add(peer.name() + " " + address.asString());
        return CompletableFuture.completedStage(NO);
    };
    private final Iterator<String> localParts = List.of("one", "two").iterator();
    private final PeerTest testee = new PeerTest(
            new FreshLookup(new InMemoryPeers(TOKYO, AUSTIN).directory(), lookups, () -> 0),
            new FreshLookup(
                    new InMemoryPeers().directory(),
                    candidate -> address -> CompletableFuture.completedStage(YES),
                    () -> 0),
            new NobodysAddresses(localParts::next));

    @Test
    void eachPeerShouldBeAskedInTheFirstDomainThatIsItsBusinessAboutAnAddressOfItsOwn() {
        assertThat(replies(List.of(TOKYO, AUSTIN), List.of(COM, ORG)))
                .extracting(FreshLookup.Reply::answer)
                .containsExactly(NO, NO);

        assertThat(asked).containsExactly("tokyo one@example.com", "austin two@example.org");
    }

    @Test
    void peerThatIsAskedForNoSharedDomainShouldBeTellableFromOneThatIsSilent() {
        assertThat(replies(List.of(AUSTIN), List.of(COM)))
                .containsExactly(new FreshLookup.Reply(
                        AUSTIN.name(),
                        new NoAnswer(Reason.UNASKABLE, "it is asked for none of the shared domains"),
                        Duration.ZERO));
        assertThat(asked).isEmpty();
    }

    @Test
    void yesOfACandidateToAnAddressThatNobodyHasShouldBeAYesToEveryAddress() {
        assertThat(testee.ofCandidate(TOKYO, List.of(COM)).toCompletableFuture().join())
                .extracting(FreshLookup.Reply::answer)
                .isEqualTo(new PeerAnswer.AcceptsAll());
        assertThat(asked).as("peers as they are").isEmpty();
    }

    private List<FreshLookup.Reply> replies(List<Peer> peers, List<Domain> shared) {
        return testee.of(peers, shared).toCompletableFuture().join();
    }
}

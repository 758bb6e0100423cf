// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.state.MemoryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes of one site whose files do not name the same peers. */
class NodeFilesTest extends PeerRegistryFixture {
    private final FakeClock clock = new FakeClock();
    private final MemoryState state = new MemoryState(clock);
    private PeerRegistry one;

    @BeforeEach
    void startNode() {
        one = node("one");
    }

    @Test
    void peerOfAnotherNodesFileShouldNotBeRemovedAndMakeNobodyUndetermined() throws Exception {
        PeerRegistry newer = nodeWith("newer", TOKYO);
        one.refresh();

        assertThat(one.removedNames()).isEmpty();
        assertThat(node("restarted").removedNames()).isEmpty();
        assertThat(one.directory().current().elsewhere()).containsExactly(TOKYO.name());
        assertThat(one.directory().isNobodyAsked(Domain.of("example.com"))).isFalse();
        assertThat(one.directory().asked(Domain.of("example.com")).missing())
                .isNotNull()
                .extracting(Asked.Missing::who)
                .isEqualTo(Asked.OTHER_NODES);
        assertThat(newer.directory().current().elsewhere()).isEmpty();
    }

    @Test
    void peerShouldBeRemovedWhenNoNodeHasItInItsFileAnyMore() throws Exception {
        nodeWith("newer", TOKYO);
        one.refresh();
        List<PeerChange> changes = changesOf(one);

        node("newer");
        one.refresh();

        assertThat(one.removedNames()).containsExactly(TOKYO.name());
        assertThat(one.directory().current().elsewhere()).isEmpty();
        assertThat(changes).singleElement().satisfies(change -> assertThat(change.gone())
                .containsExactly(TOKYO.name()));
    }

    @Test
    void fileOfANodeThatIsGoneShouldCountForADayAndOfOneThatStaysForGood() throws Exception {
        nodeWith("gone", TOKYO);
        PeerRegistry stays = nodeWith("stays", AUSTIN);
        for (int i = 0; i < 23; i++) {
            clock.advance(Duration.ofHours(1));
            stays.refresh();
            one.refresh();
        }
        assertThat(one.directory().current().elsewhere()).containsExactlyInAnyOrder(TOKYO.name(), AUSTIN.name());

        clock.advance(Duration.ofHours(1));
        stays.refresh();
        one.refresh();
        assertThat(one.directory().current().elsewhere()).containsExactly(AUSTIN.name());
        assertThat(one.removedNames()).containsExactly(TOKYO.name());
    }

    private PeerRegistry nodeWith(String name, Peer fromFile) {
        PeerRegistry node = PeerRegistry.load(
                new ConfiguredPeers(List.of(fromFile), List.of(), PARIS),
                folder.resolve(name),
                state,
                name,
                clock,
                () -> {});
        node.start();
        return node;
    }

    private PeerRegistry node(String name) {
        PeerRegistry node = PeerRegistry.load(
                new ConfiguredPeers(List.of(), List.of(), PARIS), folder.resolve(name), state, name, clock, () -> {});
        node.start();
        return node;
    }

    private static List<PeerChange> changesOf(PeerRegistry node) {
        List<PeerChange> changes = new ArrayList<>();
        node.directory().addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                changes.add(change);
            }
        });
        return changes;
    }
}

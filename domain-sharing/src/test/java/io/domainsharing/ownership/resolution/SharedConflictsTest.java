// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.resolution.Conflicts.Conflict;
import io.domainsharing.ownership.resolution.Conflicts.FoundBy;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateUnavailableException;
import io.domainsharing.ownership.state.StateValue;
import io.domainsharing.ownership.state.UnreliableState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two nodes of a site, each with a list of its own. */
class SharedConflictsTest {
    private static final CanonicalAddress ANN = CanonicalAddress.of(address("ann@example.com"));
    private static final CanonicalAddress BOB = CanonicalAddress.of(address("\"b o b\"@example.com"));
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final PeerName AUSTIN = new PeerName("austin");

    private final FakeClock clock = new FakeClock();
    private final MemoryState memory = new MemoryState(clock);
    private final UnreliableState state = new UnreliableState(memory);
    private final AtomicInteger told = new AtomicInteger();
    private final Node one = new Node();
    private final Node other = new Node();

    private final class Node {
        private final Conflicts conflicts = new Conflicts(clock, ResolverListener.NONE);
        private final SharedConflicts shared =
                new SharedConflicts(conflicts, state, clock, Runnable::run, told::incrementAndGet);

        Node() {
            shared.start();
        }

        List<Conflict> read() throws StateUnavailableException {
            shared.read();
            return conflicts.all();
        }
    }

    @Test
    void conflictShouldBeListedByTheOtherNodeAsItWasFound() throws Exception {
        one.conflicts.add(ANN, List.of(TOKYO, AUSTIN), FoundBy.CHECK);
        one.conflicts.add(BOB, List.of(TOKYO), FoundBy.CREATION);
        assertThat(told).hasValue(2);
        clock.advance(Duration.ofMinutes(5));

        assertThat(other.read()).hasSize(2).isEqualTo(one.conflicts.all());
        assertThat(one.read()).hasSize(2);
    }

    @Test
    void conflictThatEitherNodeFindsSolvedShouldLeaveBothLists() throws Exception {
        one.conflicts.add(ANN, List.of(TOKYO), FoundBy.CHECK);
        other.read();

        other.conflicts.remove(ANN);

        assertThat(one.read()).isEmpty();
        assertThat(other.read()).isEmpty();
    }

    @Test
    void conflictShouldSurviveTheNodeThatFoundIt() throws Exception {
        one.conflicts.add(ANN, List.of(TOKYO), FoundBy.CHECK);

        assertThat(new Node().read()).extracting(Conflict::address).containsExactly(ANN);
    }

    @Test
    void otherPeersShouldTakeThePlaceOfThoseBefore() throws Exception {
        one.conflicts.add(ANN, List.of(TOKYO), FoundBy.CHECK);
        other.read();
        other.conflicts.add(ANN, List.of(TOKYO, AUSTIN), FoundBy.CHECK);

        assertThat(one.read()).extracting(Conflict::peers).containsExactly(List.of(TOKYO, AUSTIN));
    }

    @Test
    void sameConflictFoundByBothShouldBeWrittenOnce() throws Exception {
        one.conflicts.add(ANN, List.of(TOKYO), FoundBy.CHECK);
        clock.advance(Duration.ofMinutes(1));
        other.conflicts.add(ANN, List.of(TOKYO), FoundBy.CHECK);

        assertThat(told).hasValue(1);
        assertThat(other.read()).isEqualTo(one.conflicts.all());
    }

    @Test
    void whatCannotBeWrittenShouldStayHereAndBeWrittenLater() throws Exception {
        state.goAway();
        one.conflicts.add(ANN, List.of(TOKYO), FoundBy.CHECK);
        assertThatThrownBy(one::read).isInstanceOf(StateUnavailableException.class);
        assertThat(one.conflicts.all()).hasSize(1);

        state.comeBack();
        assertThat(other.read()).isEmpty();
        assertThat(one.read()).hasSize(1);
        assertThat(other.read()).hasSize(1);
    }

    @Test
    void conflictOfOtherServersShouldEndADayAfterItWasSeenLastByAnyNode() throws Exception {
        one.conflicts.add(ANN, List.of(TOKYO, AUSTIN), FoundBy.LOOKUP);
        other.read();
        for (int i = 0; i < 5; i++) {
            clock.advance(SharedConflicts.RENEWED_AFTER);
            one.conflicts.add(ANN, List.of(TOKYO, AUSTIN), FoundBy.LOOKUP);
        }
        assertThat(other.read()).as("seen all the time").hasSize(1);

        clock.advance(Duration.ofDays(1));
        assertThat(one.read()).isEmpty();
        assertThat(other.read()).isEmpty();
    }

    @Test
    void whatExceedsTheBoundShouldBeListedByItsFinderOnly() throws Exception {
        for (int i = 0; i <= SharedConflicts.MAXIMUM; i++) {
            one.conflicts.add(CanonicalAddress.of(address("user" + i + "@example.com")), List.of(TOKYO), FoundBy.CHECK);
        }

        assertThat(other.read()).hasSize(SharedConflicts.MAXIMUM);
        assertThat(one.read()).hasSize(SharedConflicts.MAXIMUM + 1);
    }

    @Test
    void entryThatNobodyCanReadShouldNotHideTheOthers() throws Exception {
        memory.putIfAbsent(new StateKey(StateKind.CONFLICT, "no address"), StateValue.lasting("check x tokyo"));
        memory.putIfAbsent(new StateKey(StateKind.CONFLICT, "x@example.com"), StateValue.lasting("check soon tokyo"));
        one.conflicts.add(ANN, List.of(TOKYO), FoundBy.CHECK);

        assertThat(other.read()).extracting(Conflict::address).containsExactly(ANN);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.secondary;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.state.Lease;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.NodeIdentity;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.state.SiteEvents;
import io.domainsharing.ownership.state.UnreliableState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SecondaryTurnTest {
    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final UnreliableState state = new UnreliableState(new MemoryState(clock));
    private final Site site = new Site(state, "memory", SiteEvents.NONE);
    private final SecondaryTurn one = turn("one");
    private final SecondaryTurn other = turn("other");

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void turnShouldBeOursAtOnceWhereThisNodeIsAlone() {
        assertThat(new SecondaryTurn(
                                Site.ALONE,
                                () -> {
                                    throw new AssertionError("asked");
                                },
                                clock,
                                timer,
                                Runnable::run)
                        .isOurs())
                .isTrue();
    }

    @Test
    void turnShouldBeThatOfOneNodeForAsLongAsItRuns() {
        assertThat(one.isOurs()).isFalse();
        one.start();
        other.start();
        timer.advance(Lease.LIFETIME.multipliedBy(3));

        assertThat(one.isOurs()).isTrue();
        assertThat(other.isOurs()).isFalse();
    }

    @Test
    void turnShouldGoOnWhenTheNodeStops() {
        one.start();
        other.start();
        timer.advance(SecondaryTurn.RENEW_EVERY);

        one.close();
        timer.advance(SecondaryTurn.RENEW_EVERY);

        assertThat(one.isOurs()).isFalse();
        assertThat(other.isOurs()).isTrue();
    }

    @Test
    void turnOfANodeThatWasKilledShouldBeThatOfItsNextProcessAtOnce() {
        one.start();
        timer.advance(SecondaryTurn.RENEW_EVERY);

        SecondaryTurn restarted = turn("one");
        restarted.start();
        timer.advance(Duration.ofSeconds(1));

        assertThat(restarted.isOurs()).isTrue();
    }

    @Test
    void turnShouldBeNobodysWhileTheDatabaseIsAwayForLong() {
        one.start();
        timer.advance(SecondaryTurn.RENEW_EVERY);
        state.goAway();
        timer.advance(Lease.LIFETIME.multipliedBy(2));
        assertThat(one.isOurs()).isFalse();

        state.comeBack();
        timer.advance(SecondaryTurn.RENEW_EVERY);

        assertThat(one.isOurs()).isTrue();
    }

    private SecondaryTurn turn(String node) {
        return new SecondaryTurn(site, () -> new NodeIdentity(node), clock, timer, Runnable::run);
    }
}

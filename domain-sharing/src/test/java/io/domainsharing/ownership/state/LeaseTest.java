// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private final FakeClock clock = new FakeClock();
    private final UnreliableState state = new UnreliableState(new MemoryState(clock));
    private final Lease one = new Lease(state, "it", "one", clock);
    private final Lease other = new Lease(state, "it", "other", clock);

    @Test
    void leaseShouldBeHeldByOneOfTwo() throws Exception {
        one.renew();
        other.renew();

        assertThat(one.isHeld()).isTrue();
        assertThat(other.isHeld()).isFalse();
    }

    @Test
    void leaseShouldStayWithTheOneThatRenewsIt() throws Exception {
        for (int i = 0; i < 10; i++) {
            one.renew();
            other.renew();
            clock.advance(Lease.LIFETIME.dividedBy(2));
        }

        assertThat(one.isHeld()).isTrue();
        assertThat(other.isHeld()).isFalse();
    }

    @Test
    void leaseShouldGoToTheOtherWhenItsHolderIsSilent() throws Exception {
        one.renew();
        clock.advance(Lease.LIFETIME.plusSeconds(1));
        assertThat(one.isHeld()).isFalse();

        other.renew();
        one.renew();

        assertThat(other.isHeld()).isTrue();
        assertThat(one.isHeld()).isFalse();
    }

    @Test
    void leaseShouldGoToTheOtherAtOnceWhenItIsGivenUp() throws Exception {
        one.renew();
        one.giveUp();
        other.renew();

        assertThat(one.isHeld()).isFalse();
        assertThat(other.isHeld()).isTrue();
    }

    @Test
    void leaseShouldEndInTimeWhenTheDatabaseIsAway() throws Exception {
        one.renew();
        state.goAway();

        assertThatThrownBy(one::renew).isInstanceOf(StateUnavailableException.class);
        assertThat(one.isHeld()).isTrue();
        clock.advance(Lease.LIFETIME.plus(Duration.ofSeconds(1)));
        assertThat(one.isHeld()).isFalse();
    }
}

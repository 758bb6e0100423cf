// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.FakeClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteNodesTest {
    private final FakeClock clock = new FakeClock();
    private final UnreliableState state = new UnreliableState(new MemoryState(clock));
    private final SiteNodes one = new SiteNodes(state, List.of("mx1.example.com", "192.0.2.1"), clock);
    private final SiteNodes other = new SiteNodes(state, List.of("mx2.example.com", "2001:db8::2"), clock);

    @Test
    void nodesShouldKnowEachOther() throws Exception {
        assertThat(one.refresh()).isTrue();
        assertThat(other.refresh()).isTrue();
        assertThat(one.refresh()).isTrue();
        assertThat(one.refresh()).isFalse();

        assertThat(one.all())
                .containsExactlyInAnyOrder("mx1.example.com", "192.0.2.1", "mx2.example.com", "2001:db8::2")
                .isEqualTo(other.all());
    }

    @Test
    void nodeThatIsDownShouldBeASisterForAWeek() throws Exception {
        other.refresh();
        clock.advance(SiteNodes.LIFETIME.minusHours(1));
        one.refresh();
        assertThat(one.all()).contains("mx2.example.com");

        clock.advance(Duration.ofHours(2));
        one.refresh();

        assertThat(one.all()).doesNotContain("mx2.example.com").contains("mx1.example.com");
    }

    @Test
    void nodeThatRunsShouldStayKnown() throws Exception {
        for (int i = 0; i < 30 * 24; i++) {
            one.refresh();
            clock.advance(SiteNodes.TOLD_EVERY);
        }
        other.refresh();

        assertThat(other.all()).contains("mx1.example.com");
    }

    @Test
    void nodesShouldStayKnownWhileTheDatabaseIsAway() throws Exception {
        other.refresh();
        one.refresh();
        state.goAway();

        assertThatThrownBy(one::refresh).isInstanceOf(StateUnavailableException.class);
        assertThat(one.all()).contains("mx2.example.com");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.peer.PeerState.Status;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CountersTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final Counters testee = new Counters(registry);

    @Test
    void counterShouldBeThereAtZeroAndCount() {
        Counter counter = testee.of("domain_sharing_things_total", "Things.");
        assertThat(Figures.of(registry)).isEqualTo(Map.of("things_total", 0.0));

        counter.inc();
        counter.inc(2);

        assertThat(Figures.of(registry)).isEqualTo(Map.of("things_total", 3.0));
    }

    @Test
    void eachKindShouldHaveASeriesInSmallLettersFromTheStart() {
        Map<Status, Counter.Child> counters =
                testee.each(Status.class, "domain_sharing_things_total", "Things.", "status");

        Objects.requireNonNull(counters.get(Status.REFUSES)).inc();

        assertThat(Figures.of(registry))
                .isEqualTo(Map.of(
                        "things_total{up}", 0.0,
                        "things_total{refuses}", 1.0,
                        "things_total{down}", 0.0,
                        "things_total{unknown}", 0.0));
    }

    @Test
    void nameThatIsTakenShouldBeRefused() {
        testee.of("domain_sharing_things_total", "Things.");

        assertThatThrownBy(() -> testee.of("domain_sharing_things_total", "Other things."))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

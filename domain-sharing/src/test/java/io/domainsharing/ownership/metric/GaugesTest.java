// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GaugesTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final Gauges testee = new Gauges(registry);

    @Test
    void figureShouldBeReadWhenSomebodyLooksAndBeAbsentWhileNotKnown() {
        AtomicReference<Integer> figure = new AtomicReference<>();
        testee.of("domain_sharing_things", "Things.", figure::get);
        assertThat(Figures.of(registry)).isEmpty();

        figure.set(7);

        assertThat(Figures.of(registry)).isEqualTo(Map.of("things", 7.0));
    }

    @Test
    void seriesShouldComeAndGo() {
        List<String> colours = new ArrayList<>(List.of("red", "blue"));
        testee.each(
                "domain_sharing_things",
                "Things.",
                List.of("colour"),
                series -> colours.forEach(colour -> series.add(colour.length(), colour)));
        assertThat(Figures.of(registry)).isEqualTo(Map.of("things{red}", 3.0, "things{blue}", 4.0));

        colours.remove("red");

        assertThat(Figures.of(registry)).isEqualTo(Map.of("things{blue}", 4.0));
    }
}

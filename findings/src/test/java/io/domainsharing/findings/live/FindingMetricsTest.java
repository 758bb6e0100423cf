// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.ownership.metric.Figures;
import io.prometheus.client.CollectorRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingMetricsTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final FindingsBoard board = new FindingsBoard(Clock.systemUTC());

    @Test
    void findingShouldHaveASeriesWhileItStandsAndNoLonger() {
        FindingMetrics.register(registry, board);
        Map<String, Double> allIsWell = Map.of("findings{error}", 0.0, "findings{warning}", 0.0);
        assertThat(Figures.of(registry)).isEqualTo(allIsWell);

        board.replace(
                "state",
                List.of(
                        finding(Rule.LATE_MAIL, Severity.WARNING, "tokyo"),
                        finding(Rule.LATE_MAIL, Severity.WARNING, "austin"),
                        finding(Rule.CACHE_FOLDER, Severity.ERROR, "")));

        assertThat(Figures.of(registry))
                .isEqualTo(Map.of(
                        "findings{error}", 1.0,
                        "findings{warning}", 2.0,
                        "finding{cache-folder,error}", 1.0,
                        "finding{late-mail,warning}", 2.0));

        board.replace("state", List.of());

        assertThat(Figures.of(registry)).isEqualTo(allIsWell);
    }

    private static Finding finding(Rule rule, Severity severity, String key) {
        return new Finding(rule, severity, "", "", null, key, "", "is wrong", "Mend it");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.ownership.metric.Gauges;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every metric of this room: how many findings stand. By severity there is a figure from the start; by rule there is one for what
 * stands only, as most of the rules never find anything.
 */
public final class FindingMetrics {
    static final String FINDINGS = OwnershipMetrics.PREFIX + "findings";
    static final String FINDING = OwnershipMetrics.PREFIX + "finding";
    private static final String SEVERITY = "severity";

    private FindingMetrics() {}

    private record Kind(Rule rule, Severity severity) {}

    /** What that board holds is seen from here on. */
    public static void register(CollectorRegistry registry, FindingsBoard board) {
        Gauges gauges = new Gauges(registry);
        gauges.each(FINDINGS, "Findings that stand now.", List.of(SEVERITY), series -> List.of(
                        Severity.ERROR, Severity.WARNING)
                .forEach(severity -> series.add(board.count(severity), severity.toString())));
        gauges.each(
                FINDING,
                "Findings of one rule that stand now; there is a series only while one does.",
                List.of("rule", SEVERITY),
                series -> standing(board)
                        .forEach((kind, count) -> series.add(
                                count, kind.rule().toString(), kind.severity().toString())));
    }

    private static Map<Kind, Long> standing(FindingsBoard board) {
        return board.standing().stream()
                .map(FindingsBoard.Standing::finding)
                .collect(Collectors.groupingBy(
                        finding -> new Kind(finding.rule(), finding.severity()), Collectors.counting()));
    }
}

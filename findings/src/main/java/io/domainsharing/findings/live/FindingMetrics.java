// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import com.codahale.metrics.MetricRegistry;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import java.util.List;
import java.util.Locale;

/** Every metric of this room: how many findings stand, by rule and severity. There from the start, so that an alert sees them move. */
public final class FindingMetrics {
    static final String PREFIX = OwnershipMetrics.PREFIX + "finding.";

    private FindingMetrics() {}

    /** What that board holds is seen from here on. */
    public static void register(MetricRegistry registry, FindingsBoard board) {
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING)) {
            registry.gauge(PREFIX + severity, () -> () -> board.count(severity));
            for (Rule rule : Rule.values()) {
                registry.gauge(
                        PREFIX + rule.name().toLowerCase(Locale.ROOT) + '.' + severity,
                        () -> () -> board.count(rule, severity));
            }
        }
    }
}

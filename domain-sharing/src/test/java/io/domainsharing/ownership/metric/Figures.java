// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import io.prometheus.client.CollectorRegistry;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Prometheus would see, written {@code lookups_total{tokyo,accepts}}: without the prefix of all names, the names of labels,
 * the buckets of histograms and what says when a counter began.
 */
public final class Figures {
    private Figures() {}

    /** Every series. */
    public static Map<String, Double> of(CollectorRegistry registry) {
        Map<String, Double> figures = new TreeMap<>();
        Collections.list(registry.metricFamilySamples())
                .forEach(family -> family.samples.forEach(sample -> {
                    if (!sample.name.endsWith("_created") && !sample.name.endsWith("_bucket")) {
                        figures.put(
                                sample.name.substring(OwnershipMetrics.PREFIX.length())
                                        + (sample.labelValues.isEmpty()
                                                ? ""
                                                : '{' + String.join(",", sample.labelValues) + '}'),
                                sample.value);
                    }
                }));
        return figures;
    }

    /** Those that are not zero. */
    public static Map<String, Double> moved(CollectorRegistry registry) {
        Map<String, Double> figures = of(registry);
        figures.values().removeIf(value -> value == 0);
        return figures;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gauges of Prometheus that hold nothing: their figures are read whenever somebody looks. Thread-safe. */
public final class Gauges {
    private final CollectorRegistry registry;

    /** Gauges of that registry. */
    public Gauges(CollectorRegistry registry) {
        this.registry = registry;
    }

    /** Takes the series of one gauge. */
    public interface Series {
        /**
         * One more series.
         *
         * @param value null: not known, and there is no such series
         * @param labels a value for each label of the gauge
         */
        void add(@Nullable Number value, String... labels);
    }

    /**
     * One without labels.
     *
     * @param value must not block; null: not known
     * @throws IllegalArgumentException the registry has one of that name
     */
    public void of(String name, String help, Supplier<@Nullable Number> value) {
        each(name, help, List.of(), series -> series.add(value.get()));
    }

    /**
     * One with labels, whose series may come and go.
     *
     * @param reader gives the series of the moment; must not block
     * @throws IllegalArgumentException the registry has one of that name
     */
    public void each(String name, String help, List<String> labels, Consumer<Series> reader) {
        new Read(name, help, labels, reader).register(registry);
    }

    private static final class Read extends Collector implements Collector.Describable {
        private final String name;
        private final String help;
        private final List<String> labels;
        private final Consumer<Series> reader;

        Read(String name, String help, List<String> labels, Consumer<Series> reader) {
            this.name = name;
            this.help = help;
            this.labels = labels;
            this.reader = reader;
        }

        @Override
        public List<MetricFamilySamples> collect() {
            GaugeMetricFamily family = new GaugeMetricFamily(name, help, labels);
            reader.accept((value, values) -> {
                if (value != null) {
                    family.addMetric(List.of(values), value.doubleValue());
                }
            });
            return List.of(family);
        }

        @Override
        public List<MetricFamilySamples> describe() {
            return List.of(new GaugeMetricFamily(name, help, labels));
        }
    }
}

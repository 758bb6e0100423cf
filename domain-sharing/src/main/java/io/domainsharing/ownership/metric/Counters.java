// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import io.domainsharing.ownership.configuration.Words;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counters of Prometheus (docs/adr/0038). To add is one step of an adder that threads do not share: no look at the clock, no
 * sample of a trace. Every series of a bounded label is there from the start, at zero, so that an alert sees the first one.
 * Thread-safe.
 */
public final class Counters {
    private final CollectorRegistry registry;

    /** Counters of that registry. */
    public Counters(CollectorRegistry registry) {
        this.registry = registry;
    }

    /**
     * One that has a series for each set of values of these labels, or one series if there are none.
     *
     * @param name ends in {@code _total}
     * @throws IllegalArgumentException the registry has one of that name
     */
    public Counter of(String name, String help, String... labels) {
        return Counter.build(name, help).labelNames(labels).withoutExemplars().register(registry);
    }

    /** One with one label, whose values are the kinds in small letters. */
    public <K extends Enum<K>> Map<K, Counter.Child> each(Class<K> kinds, String name, String help, String label) {
        return each(kinds, of(name, help, label));
    }

    /**
     * The series of a counter for each kind, in small letters, in the last of its labels.
     *
     * @param before the values of its labels before the last
     */
    public static <K extends Enum<K>> Map<K, Counter.Child> each(Class<K> kinds, Counter counter, String... before) {
        Map<K, Counter.Child> series = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            series.put(kind, counter.labels(with(before, Words.word(kind))));
        }
        return Collections.unmodifiableMap(series);
    }

    /** The series of a counter with two labels for one value of the first and each of these of the second. */
    public static Map<String, Counter.Child> each(Counter counter, String first, String... second) {
        return Arrays.stream(second)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), value -> counter.labels(first, value)));
    }

    private static String[] with(String[] before, String last) {
        String[] all = Arrays.copyOf(before, before.length + 1);
        all[before.length] = last;
        return all;
    }
}

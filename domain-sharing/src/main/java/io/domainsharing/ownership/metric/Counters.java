// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.MovingAverages;
import com.google.common.base.CaseFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counters on James's own registry (docs/adr/0020): meters, so that Prometheus takes them for counters, that do nothing but
 * count. Those that James's {@code MetricFactory} makes read the clock at each mark, which is too dear for the path of every
 * RCPT and of every datagram, and take 30 KB each. Thread-safe; a name that is taken gives the counter that has it.
 */
public final class Counters {
    private final MetricRegistry registry;

    public Counters(MetricRegistry registry) {
        this.registry = registry;
    }

    /** Prometheus sees it as that name, with underscores for dots and {@code _total} at its end. */
    public Meter of(String name) {
        return registry.meter(name, () -> new Meter(new NoRates()));
    }

    /** One for each kind, named as the prefix and the kind in lower camel case. */
    public <K extends Enum<K>> Map<K, Meter> each(Class<K> kinds, String prefix) {
        Map<K, Meter> counters = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            counters.put(kind, of(prefix + nameOf(kind)));
        }
        return Collections.unmodifiableMap(counters);
    }

    /** One for each of these, named as the prefix and itself. */
    public Map<String, Meter> each(String prefix, String... kinds) {
        return Arrays.stream(kinds)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), kind -> of(prefix + kind)));
    }

    static String nameOf(Enum<?> kind) {
        return CaseFormat.UPPER_UNDERSCORE.to(CaseFormat.LOWER_CAMEL, kind.name());
    }

    /** Whoever reads the counts knows when. Noughts and not NaN: reporters that write JSON make a text of that. */
    private static final class NoRates implements MovingAverages {
        @Override
        public void tickIfNecessary() {}

        @Override
        public void update(long n) {}

        @Override
        public double getM1Rate() {
            return 0;
        }

        @Override
        public double getM5Rate() {
            return 0;
        }

        @Override
        public double getM15Rate() {
            return 0;
        }
    }
}

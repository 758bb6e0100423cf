// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Figures as people read them: three digits, and a unit. */
final class Amount {
    private static final List<String> UNITS = List.of("octets", "kB", "MB", "GB", "TB");
    private static final int THOUSAND = 1000;
    private static final double SMALL = 10;

    private Amount() {}

    /** A number of things: 0.3, 12, 1,234. */
    static String count(double count) {
        return count < SMALL && count != Math.rint(count)
                ? String.format(Locale.ROOT, "%.2f", count)
                : String.format(Locale.ROOT, "%,.0f", count);
    }

    /** A number of things: 12, 1,234. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String octets(long octets) {
        return octets((double) octets);
    }

    static String octets(double octets) {
        double left = octets;
        int unit = 0;
        while (left >= THOUSAND && unit < UNITS.size() - 1) {
            left /= THOUSAND;
            unit++;
        }
        String number = left < SMALL && unit > 0
                ? String.format(Locale.ROOT, "%.1f", left)
                : String.format(Locale.ROOT, "%.0f", left);
        return number + ' ' + UNITS.get(unit);
    }

    /** From 0 to 1, as a percentage. */
    static String share(double share) {
        return share == 0 ? "0" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    static String millis(Duration time) {
        return count(time.toMillis()) + " ms";
    }

    static String micros(Duration time) {
        return count(Math.rint(time.toNanos() / (double) THOUSAND)) + " µs";
    }
}

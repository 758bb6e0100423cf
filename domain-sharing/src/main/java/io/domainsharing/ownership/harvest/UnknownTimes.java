// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.harvest;

import java.util.Arrays;

/**
 * When one client had its last unknown recipients, as many as make it a suspect and no more. It takes room for as many as there were. Not
 * thread-safe.
 */
final class UnknownTimes {
    private static final int AT_FIRST = 2;

    private final int unknowns;
    private final long withinNanos;
    private long[] times;
    private int next;
    private int count;

    /**
     * @param unknowns so many make a suspect
     * @param withinNanos if they come within this time
     */
    UnknownTimes(int unknowns, long withinNanos) {
        this.unknowns = unknowns;
        this.withinNanos = withinNanos;
        this.times = new long[Math.min(unknowns, AT_FIRST)];
    }

    /** One more; in place of the oldest where there are enough. */
    void add(long now) {
        if (count == times.length && count < unknowns) {
            times = Arrays.copyOf(times, Math.min(unknowns, 2 * times.length));
            next = count;
        }
        times[next] = now;
        next = (next + 1) % times.length;
        count = Math.min(count + 1, times.length);
    }

    /** So long from now on the client is a suspect; zero or less: it is none. */
    long suspectFor(long now) {
        // The oldest is where the next one goes.
        return count < unknowns ? 0 : times[next] + withinNanos - now;
    }
}

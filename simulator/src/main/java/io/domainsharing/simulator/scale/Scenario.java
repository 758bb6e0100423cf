// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import java.time.Duration;

/**
 * One day that is measured.
 *
 * @param size of all sites
 * @param digests what the peers' digests are
 * @param outage which peers are down
 * @param recipients RCPTs that are simulated; per day there is one for each address of a site
 */
record Scenario(Size size, Digests digests, Outage outage, int recipients) {
    /** All RCPTs come within that time. */
    static final Duration DAY = Duration.ofDays(1);

    /** Of so many addresses one comes or goes in a day. */
    private static final int ONE_CHANGE_IN = 1000;

    /**
     * @param sites the one under test included
     * @param addresses of each site
     * @param changing peers whose addresses change; all others' changes are counted as theirs
     * @param changes of each of them that are simulated, no more than there are in a day
     */
    record Size(int sites, int addresses, int changing, int changes) {
        int changesADay() {
            return addresses / ONE_CHANGE_IN;
        }
    }

    /** What digests there are. */
    enum Digests {
        NONE,
        /** As the product serves them. */
        SERVED,
        /** With more addresses than the product serves: handed over in memory, and no address changes. */
        UNBOUNDED
    }

    /**
     * Peers that are down.
     *
     * @param sites how many
     * @param after the day has begun
     * @param time so long; they do not come back if the day ends before
     */
    record Outage(int sites, Duration after, Duration time) {
        static final Outage NONE = new Outage(0, Duration.ZERO, Duration.ZERO);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.time.Duration;

/**
 * When the connections of a load send.
 *
 * @param spread the time over which the first commands of all connections are spread evenly
 * @param interval from one RCPT of a connection to its next, whatever the answers take; zero: each follows its answer
 */
record Pace(Duration spread, Duration interval) {
    static final Pace CLOSED_LOOP = new Pace(Duration.ZERO, Duration.ZERO);

    /** A closed loop of strangers, who do not send in step. */
    static Pace closedLoopSpreadOver(Duration spread) {
        return new Pace(spread, Duration.ZERO);
    }

    /** So many RCPT a second from all connections together, as they come from a world that does not wait for us. */
    static Pace offered(int perSecond, int connections) {
        Duration interval = Duration.ofSeconds(1).multipliedBy(connections).dividedBy(perSecond);
        return new Pace(interval, interval);
    }

    boolean isClosedLoop() {
        return interval.isZero();
    }
}

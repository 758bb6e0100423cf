// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.time.Duration;

/**
 * What a run came to.
 *
 * @param seed runs the same again
 * @param events how much happened
 * @param time virtual
 * @param taken RCPTs answered 250, each with a message
 * @param refused 550
 * @param deferred 451
 * @param delivered messages that reached a mailbox
 * @param returned messages that went back, as nobody had the address any more
 * @param digestYes answers that a digest gave for its peer
 * @param digestNo likewise
 */
public record Report(
        long seed,
        long events,
        Duration time,
        long taken,
        long refused,
        long deferred,
        long delivered,
        long returned,
        long digestYes,
        long digestNo) {
    @Override
    public String toString() {
        return "seed " + seed + ": " + events + " events in " + time.toHours() + " hours of virtual time; RCPT 250: "
                + taken + ", 550: " + refused + ", 451: " + deferred + "; delivered " + delivered + ", returned "
                + returned + "; digests said yes " + digestYes + " times, no " + digestNo;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.transport.mailets.remote.delivery.Delay;

/**
 * When mail that could not be delivered is tried again, by its age and not by the number of attempts: a flush uses nothing
 * up. A wait is the one whose turn it is at that age; the last one repeats until the mail expires.
 *
 * @param expiry age from which mail is given back
 */
record RetrySchedule(List<Duration> waits, Duration expiry) {
    RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.isEmpty()) {
            throw new IllegalArgumentException("delayTime names no wait");
        }
    }

    /**
     * @param delayTime James's notation, {@code [attempts*]delay [unit], ...}
     * @throws IllegalArgumentException it is something else
     */
    static RetrySchedule parse(String delayTime, Duration expiry) {
        List<Duration> waits = Stream.of(delayTime.split(",", -1))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .flatMap(part -> waits(part, delayTime).stream())
                .toList();
        return new RetrySchedule(waits, expiry);
    }

    boolean isOver(Duration age) {
        return age.compareTo(expiry) >= 0;
    }

    /** How long mail of this age waits; never beyond its expiry, so that it is tried once more right then. */
    Duration waitAt(Duration age) {
        Duration wait = waits.get(waits.size() - 1);
        Duration turn = Duration.ZERO;
        for (Duration candidate : waits) {
            turn = turn.plus(candidate);
            if (age.compareTo(turn) < 0) {
                wait = candidate;
                break;
            }
        }
        Duration left = expiry.minus(age);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(left) < 0 ? wait : left;
    }

    private static List<Duration> waits(String part, String delayTime) {
        try {
            return Delay.from(part).getExpendendDelays();
        } catch (MessagingException | RuntimeException e) {
            throw new IllegalArgumentException("delayTime '" + delayTime + "' has the unusable part '" + part + "'", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import java.time.Duration;
import java.util.Collections;
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
public record RetrySchedule(List<Duration> waits, Duration expiry) {
    public RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.isEmpty()) {
            throw new IllegalArgumentException("delayTime names no wait");
        }
    }

    /**
     * The waits that this text names, then expiry.
     *
     * @param delayTime James's notation, {@code [attempts*]delay [unit], ...}
     * @throws IllegalArgumentException it is something else
     */
    public static RetrySchedule parse(String delayTime, Duration expiry) {
        List<Duration> waits = Stream.of(delayTime.split(",", -1))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .flatMap(part -> waits(part, delayTime).stream())
                .toList();
        return new RetrySchedule(waits, expiry);
    }

    public boolean isOver(Duration age) {
        return age.compareTo(expiry) >= 0;
    }

    /**
     * How long mail of this age waits; never beyond its expiry, so that it is tried once more right then. Mail that is over
     * and cannot be given back waits as the last does.
     */
    public Duration waitAt(Duration age) {
        Duration left = expiry.minus(age);
        Duration wait = turnAt(age);
        return isOver(age) || wait.compareTo(left) < 0 ? wait : left;
    }

    Duration shortestWait() {
        return Collections.min(waits);
    }

    private Duration turnAt(Duration age) {
        Duration end = Duration.ZERO;
        for (Duration wait : waits) {
            end = end.plus(wait);
            if (age.compareTo(end) < 0) {
                return wait;
            }
        }
        return waits.get(waits.size() - 1);
    }

    private static List<Duration> waits(String part, String delayTime) {
        try {
            return Delay.from(part).getExpendendDelays();
        } catch (MessagingException | RuntimeException e) {
            throw new IllegalArgumentException("delayTime '" + delayTime + "' has the unusable part '" + part + "'", e);
        }
    }
}

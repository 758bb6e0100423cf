// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.log.LogLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is known of the hosts that mail is sent to. Shared by all queues: what one domain's mail finds out about a host is true
 * for the other domains of that host, too. Thread-safe; never blocks.
 */
public final class HostHealth {
    /** However long the waits of {@code delayTime} are, it is soon found out that a host is back. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final Map<HostAndPort, Reachability> all = new ConcurrentHashMap<>();
    private final Duration pause;
    private final LongSupplier nanos;
    private final Clock clock;
    private final Consumer<HostAndPort> onReturn;

    /**
     * @param schedule a host that is away is not tried more often than the shortest of its waits
     * @param nanos a clock such as {@link System#nanoTime}
     * @param clock for the log only
     * @param onReturn hears of each host that was away and is back; must not block
     */
    public HostHealth(RetrySchedule schedule, LongSupplier nanos, Clock clock, Consumer<HostAndPort> onReturn) {
        Duration shortest = schedule.shortestWait();
        this.pause = shortest.compareTo(LONGEST_PAUSE) < 0 ? shortest : LONGEST_PAUSE;
        this.nanos = nanos;
        this.clock = clock;
        this.onReturn = onReturn;
    }

    Reachability of(HostAndPort host) {
        return all.computeIfAbsent(host, added -> new Reachability(added, pause, nanos, new LogLimit(clock)));
    }

    void end(HostAndPort host, Reachability.Turn turn, Reachability.Contact contact, String failure) {
        if (of(host).end(turn, contact, failure)) {
            onReturn.accept(host);
        }
    }

    public void expect(Collection<HostAndPort> hosts) {
        hosts.forEach(host -> of(host).expect());
    }

    /** Each is away and being probed: mail brought forward now would only go back to its queue. */
    public boolean areProbed(Collection<HostAndPort> hosts) {
        return hosts.stream().allMatch(host -> of(host).isProbed());
    }

    /** Each is away, and its pause is not over: nobody would be let try. */
    public boolean areAway(Collection<HostAndPort> hosts) {
        return hosts.stream().allMatch(host -> of(host).isLeftAlone());
    }

    /** One of them is away, and its pause is over. */
    public boolean wantProbe(Collection<HostAndPort> hosts) {
        return hosts.stream().anyMatch(host -> of(host).wantsProbe());
    }

    /** Another number than before: one of them has come back, or is expected to. */
    public long returns(Collection<HostAndPort> hosts) {
        return hosts.stream().mapToLong(host -> of(host).returns()).sum();
    }
}

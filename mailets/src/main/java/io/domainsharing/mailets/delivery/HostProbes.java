// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.transport.HandoverTarget;
import io.domainsharing.mailets.transport.HostHealth;
import io.domainsharing.mailets.transport.HostTransport;
import io.domainsharing.ownership.PeerName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Finds out that a host is back though no mail for it is due, which may take hours by {@code delayTime}: while mail waits for a host that
 * is away, a session without a mail is opened with it after each pause. Threads of its own, as each such session may take as long as the
 * SMTP time-outs allow.
 */
final class HostProbes implements AutoCloseable {
    /** How often it is looked whether a pause is over. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private static final int AT_ONCE = 8;
    private static final Logger LOGGER = LoggerFactory.getLogger(HostProbes.class);

    private final Supplier<Map<PeerName, DestinationQueue>> destinations;
    private final HostHealth hosts;
    private final HostTransport transport;
    private final Scheduler clock = Schedulers.newSingle("domain-sharing-probe-clock", true);
    private final Scheduler sessions =
            Schedulers.newBoundedElastic(AT_ONCE, Integer.MAX_VALUE, "domain-sharing-probe", 60, true);
    /** Destinations whose hosts are being probed. */
    private final Set<PeerName> probed = ConcurrentHashMap.newKeySet();

    HostProbes(Supplier<Map<PeerName, DestinationQueue>> destinations, HostHealth hosts, HostTransport transport) {
        this.destinations = destinations;
        this.hosts = hosts;
        this.transport = transport;
    }

    /** Once. */
    void start() {
        clock.schedulePeriodically(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (DestinationQueue queue : destinations.get().values()) {
            queue.awaited()
                    .filter(target -> hosts.wantProbe(target.hosts()) && probed.add(target.peer()))
                    .ifPresent(this::begin);
        }
    }

    private void begin(HandoverTarget target) {
        try {
            sessions.schedule(() -> {
                try {
                    transport.probe(target);
                } catch (RuntimeException e) {
                    LOGGER.error("Whether {} is back is found out by the next mail that is due", target, e);
                } finally {
                    probed.remove(target.peer());
                }
            });
        } catch (RejectedExecutionException e) {
            LOGGER.debug("This server is stopping: {} is not probed", target);
        }
    }

    /** What is under way goes on; nothing more begins. Idempotent. */
    @Override
    public void close() {
        clock.dispose();
        sessions.dispose();
    }
}

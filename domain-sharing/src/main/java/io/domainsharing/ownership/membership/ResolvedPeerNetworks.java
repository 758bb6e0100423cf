// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import io.domainsharing.network.Network;
import io.domainsharing.ownership.HostAddresses;
import io.domainsharing.ownership.Peer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of the peers of this moment. A peer without trusted networks is known by the addresses of its smtp hosts, and one
 * found by MX is told apart by them. The hosts are resolved in the background every minute, and when the peers change; what was
 * known stays when a name fails to resolve. Thread-safe; never blocks.
 */
public final class ResolvedPeerNetworks implements PeerNetworks, PeerChangeListener, AutoCloseable {
    static final Duration REFRESH_EVERY = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(ResolvedPeerNetworks.class);

    private final PeerDirectory directory;
    private final HostAddresses resolver;
    private final ScheduledExecutorService timer;
    private final Map<String, Set<InetAddress>> addresses = new ConcurrentHashMap<>();
    private @Nullable ScheduledFuture<?> refreshing;

    /**
     * Knows no host's address before {@link #start}.
     *
     * @param timer starts the resolutions; runs nothing that blocks
     */
    public ResolvedPeerNetworks(PeerDirectory directory, HostAddresses resolver, ScheduledExecutorService timer) {
        this.directory = directory;
        this.resolver = resolver;
        this.timer = timer;
        directory.addListener(this);
    }

    /** Resolves from here on. Called once. */
    public synchronized void start() {
        resolveAll();
        long every = REFRESH_EVERY.toNanos();
        refreshing = timer.scheduleWithFixedDelay(this::resolveAll, every, every, TimeUnit.NANOSECONDS);
    }

    @Override
    public void afterSwap(PeerChange change) {
        resolveAll();
        addresses.keySet().retainAll(hosts());
    }

    // Loops, not streams: this is the path of every RCPT.
    @Override
    public Optional<Peer> at(InetAddress remote) {
        for (Peer peer : directory.current().peers()) {
            if (peer.isTrustedAtItsHosts() ? isAtItsHosts(peer, remote) : isTrusted(peer, remote)) {
                return Optional.of(peer);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean isMxHostAt(InetAddress remote) {
        for (Peer peer : directory.current().peers()) {
            if (peer.foundByMx() && isAtItsHosts(peer, remote)) {
                return true;
            }
        }
        return false;
    }

    /** Ends the resolutions. Idempotent. */
    @Override
    public synchronized void close() {
        if (refreshing != null) {
            refreshing.cancel(false);
        }
    }

    private static boolean isTrusted(Peer peer, InetAddress remote) {
        for (Network network : peer.trusted()) {
            if (network.contains(remote)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAtItsHosts(Peer peer, InetAddress remote) {
        for (HostAndPort host : peer.smtp()) {
            if (addresses.getOrDefault(host.getHost(), Set.of()).contains(remote)) {
                return true;
            }
        }
        return false;
    }

    private Set<String> hosts() {
        return directory.current().peers().stream()
                .filter(peer -> peer.isTrustedAtItsHosts() || peer.foundByMx())
                .flatMap(peer -> peer.smtp().stream())
                .map(HostAndPort::getHost)
                .collect(Collectors.toSet());
    }

    private void resolveAll() {
        for (String host : hosts()) {
            if (InetAddresses.isInetAddress(host)) {
                addresses.put(host, Set.of(InetAddresses.forString(host)));
            } else {
                resolve(host);
            }
        }
    }

    // A timer drops a task that throws, so nothing may.
    private void resolve(String host) {
        try {
            CompletionStage<List<InetAddress>> unused =
                    resolver.resolve(host).whenComplete((found, failure) -> learn(host, found, failure));
        } catch (RuntimeException e) {
            LOGGER.error("Resolving the peer host {} failed, which it never may", host, e);
        }
    }

    private void learn(String host, @Nullable List<InetAddress> found, @Nullable Throwable failure) {
        if (found != null && !found.isEmpty()) {
            addresses.put(host, Set.copyOf(found));
        } else {
            LOGGER.debug("The peer host {} does not resolve now; what is known of it stays", host, failure);
        }
    }
}

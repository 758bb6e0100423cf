// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.cache.CacheListener;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.peer.PeerStateListener;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.ResolverListener;
import io.domainsharing.ownership.secondary.EtrnListener;
import java.time.Duration;

/**
 * Every metric of this room, with its name, but those of each peer, for which see {@link PeerMetrics}. What is on the path of
 * every RCPT does nothing but count. Thread-safe.
 */
public final class OwnershipMetrics implements ResolverListener, PeerStateListener, EtrnListener, CacheListener {
    /** Of every metric of Domain Sharing. */
    public static final String PREFIX = "domainSharing.";

    static final String CACHE_HIT = PREFIX + "cache.hit";
    static final String CACHE_HIT_NOBODY = PREFIX + "cache.hitNobody";
    static final String CACHE_MISS = PREFIX + "cache.miss";
    static final String CACHE_REFRESH = PREFIX + "cache.refresh";
    static final String CACHE_EVICTED = PREFIX + "cache.evicted";
    static final String CACHE_EXPIRED = PREFIX + "cache.expired";
    static final String CACHE_SIZE = PREFIX + "cache.size";
    static final String CACHE_SIZE_NOBODY = PREFIX + "cache.sizeNobody";
    static final String ANSWER_ACCEPTS = PREFIX + "answer.accepts";
    static final String ANSWER_ACCEPTS_ALL = PREFIX + "answer.acceptsAll";
    static final String ANSWER_NOT_NOW = PREFIX + "answer.notNow";
    static final String ANSWER_UNKNOWN = PREFIX + "answer.unknown";
    static final String ANSWER_NONE = PREFIX + "answer.none";
    static final String CONFLICT = PREFIX + "conflict";
    static final String CONFLICT_OPEN = PREFIX + "conflict.open";
    static final String GATEWAY_UNVERIFIED = PREFIX + "gateway.unverified";
    static final String DIRECTORY_UNAVAILABLE = PREFIX + "directory.unavailable";
    static final String PEER_DOWN = PREFIX + "peer.down";
    static final String PEER_RETURN = PREFIX + "peer.return";
    static final String PEER_ACCEPTS_ALL = PREFIX + "peer.acceptsAll";

    static final String ETRN_ACCEPTED = PREFIX + "etrn.accepted";
    static final String ETRN_REFUSED = PREFIX + "etrn.refused";
    static final String ETRN_UNANSWERED = PREFIX + "etrn.unanswered";

    private final MetricRegistry registry;
    private final PeerMetrics peers;
    private final Meter hit;
    private final Meter hitNobody;
    private final Meter miss;
    private final Meter refresh;
    private final Meter evicted;
    private final Meter expired;
    private final Meter accepts;
    private final Meter acceptsAll;
    private final Meter notNow;
    private final Meter unknown;
    private final Meter none;
    private final Meter conflict;
    private final Meter gatewayUnverified;
    private final Meter directoryUnavailable;
    private final Meter peerDown;
    private final Meter peerReturn;
    private final Meter peerAcceptsAll;
    private final Meter etrnAccepted;
    private final Meter etrnRefused;
    private final Meter etrnUnanswered;

    public OwnershipMetrics(MetricRegistry registry, PeerMetrics peers) {
        this.registry = registry;
        this.peers = peers;
        Counters counters = new Counters(registry);
        hit = counters.of(CACHE_HIT);
        hitNobody = counters.of(CACHE_HIT_NOBODY);
        miss = counters.of(CACHE_MISS);
        refresh = counters.of(CACHE_REFRESH);
        evicted = counters.of(CACHE_EVICTED);
        expired = counters.of(CACHE_EXPIRED);
        accepts = counters.of(ANSWER_ACCEPTS);
        acceptsAll = counters.of(ANSWER_ACCEPTS_ALL);
        notNow = counters.of(ANSWER_NOT_NOW);
        unknown = counters.of(ANSWER_UNKNOWN);
        none = counters.of(ANSWER_NONE);
        conflict = counters.of(CONFLICT);
        gatewayUnverified = counters.of(GATEWAY_UNVERIFIED);
        directoryUnavailable = counters.of(DIRECTORY_UNAVAILABLE);
        peerDown = counters.of(PEER_DOWN);
        peerReturn = counters.of(PEER_RETURN);
        peerAcceptsAll = counters.of(PEER_ACCEPTS_ALL);
        etrnAccepted = counters.of(ETRN_ACCEPTED);
        etrnRefused = counters.of(ETRN_REFUSED);
        etrnUnanswered = counters.of(ETRN_UNANSWERED);
    }

    /** What these hold is seen from here on; of several, what the first one holds. */
    public void watch(OwnerCache cache, Conflicts conflicts) {
        cache.setListener(this);
        registry.gauge(CACHE_SIZE, () -> cache::size);
        registry.gauge(CACHE_SIZE_NOBODY, () -> cache::sizeNotFound);
        registry.gauge(CONFLICT_OPEN, () -> conflicts::size);
    }

    @Override
    public void cacheHit() {
        hit.mark();
    }

    @Override
    public void cacheHitNobody() {
        hitNobody.mark();
    }

    @Override
    public void cacheMiss() {
        miss.mark();
    }

    @Override
    public void refresh() {
        refresh.mark();
    }

    @Override
    public void evicted() {
        evicted.mark();
    }

    @Override
    public void expired() {
        expired.mark();
    }

    /** What has become of the cache since the start. */
    public CacheUse cacheUse() {
        return new CacheUse(hit.getCount(), miss.getCount(), refresh.getCount(), evicted.getCount());
    }

    @Override
    public void answered(PeerName peer, PeerAnswer answer) {
        counterOf(answer).mark();
        peers.answered(peer, answer);
    }

    @Override
    public void onAnswer(PeerName peer, PeerAnswer answer, Duration took) {
        peers.took(peer, answer, took);
    }

    @Override
    public void conflict() {
        conflict.mark();
    }

    @Override
    public void gatewayUnverified() {
        gatewayUnverified.mark();
    }

    @Override
    public void directoryUnavailable() {
        directoryUnavailable.mark();
    }

    @Override
    public void onDown(PeerName peer) {
        peerDown.mark();
    }

    @Override
    public void onReturn(PeerName peer) {
        peerReturn.mark();
    }

    /** A peer was seen to say yes to every address of a domain. */
    public void acceptsAll(Destination peer) {
        peerAcceptsAll.mark();
    }

    @Override
    public void etrnAnswered(boolean accepted) {
        (accepted ? etrnAccepted : etrnRefused).mark();
    }

    @Override
    public void etrnUnanswered() {
        etrnUnanswered.mark();
    }

    private Meter counterOf(PeerAnswer answer) {
        return switch (answer.kind()) {
            case ACCEPTS -> accepts;
            case ACCEPTS_ALL -> acceptsAll;
            case NOT_NOW -> notNow;
            case UNKNOWN -> unknown;
            case NO_ANSWER -> none;
        };
    }
}

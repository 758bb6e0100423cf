// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.metric;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.cache.CacheListener;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.harvest.Harvests;
import io.domainsharing.ownership.peer.PeerStateListener;
import io.domainsharing.ownership.resolution.Conflicts;
import io.domainsharing.ownership.resolution.ResolverListener;
import io.domainsharing.ownership.secondary.EtrnListener;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import java.time.Duration;
import java.util.List;

/**
 * Every metric of this room, with its name, but those of each peer, for which see {@link PeerMetrics}. What is on the path of
 * every RCPT does nothing but count. Thread-safe.
 */
public final class OwnershipMetrics implements ResolverListener, PeerStateListener, EtrnListener, CacheListener {
    /** Of every metric of Domain Sharing. */
    public static final String PREFIX = "domain_sharing_";

    static final String CACHE_LOOKUPS = PREFIX + "cache_lookups_total";
    static final String CACHE_REFRESHES = PREFIX + "cache_refreshes_total";
    static final String CACHE_FORGOTTEN = PREFIX + "cache_forgotten_total";
    static final String CACHE_ENTRIES = PREFIX + "cache_entries";
    static final String CONFLICTS_FOUND = PREFIX + "conflicts_found_total";
    static final String OPEN_CONFLICTS = PREFIX + "open_conflicts";
    static final String GATEWAY_UNVERIFIED = PREFIX + "gateway_unverified_total";
    static final String DIRECTORY_FAILURES = PREFIX + "directory_failures_total";
    static final String ETRN_REQUESTS = PREFIX + "etrn_requests_total";
    static final String HARVEST_ANSWERS = PREFIX + "harvest_answers_total";
    static final String HARVEST_CLIENTS = PREFIX + "harvest_clients";

    private static final String OUTCOME = "outcome";

    private final Gauges gauges;
    private final PeerMetrics peers;
    private final Counter.Child hit;
    private final Counter.Child hitUnknown;
    private final Counter.Child miss;
    private final Counter refreshes;
    private final Counter.Child evicted;
    private final Counter.Child expired;
    private final Counter conflicts;
    private final Counter gatewayUnverified;
    private final Counter directoryFailures;
    private final Counter.Child harvestOwner;
    private final Counter.Child harvestNobody;
    private final Counter.Child harvestUndetermined;
    private final Counter.Child etrnAccepted;
    private final Counter.Child etrnRefused;
    private final Counter.Child etrnUnanswered;

    /** Metrics in that registry, beside those of each peer. */
    public OwnershipMetrics(CollectorRegistry registry, PeerMetrics peers) {
        this.gauges = new Gauges(registry);
        this.peers = peers;
        Counters counters = new Counters(registry);
        Counter lookups = counters.of(
                CACHE_LOOKUPS, "Look-ups by whether a remembered owner or unknown recipient answered them.", OUTCOME);
        hit = lookups.labels("hit");
        hitUnknown = lookups.labels("hit_unknown");
        miss = lookups.labels("miss");
        refreshes = counters.of(CACHE_REFRESHES, "Owners in use that were asked for again in the background.");
        Counter forgotten = counters.of(
                CACHE_FORGOTTEN, "Owners forgotten: evicted for want of room, expired for want of use.", "reason");
        evicted = forgotten.labels("evicted");
        expired = forgotten.labels("expired");
        conflicts = counters.of(CONFLICTS_FOUND, "How often an address was found on several servers.");
        gatewayUnverified = counters.of(
                GATEWAY_UNVERIFIED, "Recipients taken for those of a gateway because its host could not be asked.");
        directoryFailures = counters.of(
                DIRECTORY_FAILURES, "Look-ups that failed because James could not read its users or mappings.");
        Counter harvest = counters.of(
                HARVEST_ANSWERS,
                "What clients that try addresses were told of further ones without a question.",
                "answer");
        harvestOwner = harvest.labels("owner");
        harvestNobody = harvest.labels("nobody");
        harvestUndetermined = harvest.labels("undetermined");
        Counter etrn = counters.of(ETRN_REQUESTS, "ETRN that this server asked its secondaries.", OUTCOME);
        etrnAccepted = etrn.labels("accepted");
        etrnRefused = etrn.labels("refused");
        etrnUnanswered = etrn.labels("unanswered");
    }

    /** What these hold is seen from here on. Once. */
    public void watch(OwnerCache cache, Conflicts conflicts) {
        cache.setListener(this);
        gauges.each(CACHE_ENTRIES, "Remembered owners and unknown recipients, about.", List.of("kind"), series -> {
            series.add(cache.size(), "owner");
            series.add(cache.sizeNotFound(), "unknown");
        });
        gauges.of(OPEN_CONFLICTS, "Addresses on several servers now, about.", conflicts::size);
    }

    /** Shows how many clients are held for such as try addresses. */
    public void watch(Harvests harvests) {
        gauges.of(
                HARVEST_CLIENTS,
                "Clients whose further recipients are answered without a question.",
                () -> harvests.suspects().size());
    }

    /** A client that tries addresses was told so. */
    public void harvestAnswered(Verdict verdict) {
        switch (verdict.kind()) {
            case LOCAL, ON_PEER, ON_GATEWAY -> harvestOwner.inc();
            case NOBODY -> harvestNobody.inc();
            case UNDETERMINED -> harvestUndetermined.inc();
        }
    }

    @Override
    public void cacheHit() {
        hit.inc();
    }

    @Override
    public void cacheHitNobody() {
        hitUnknown.inc();
    }

    @Override
    public void cacheMiss() {
        miss.inc();
    }

    @Override
    public void refresh() {
        refreshes.inc();
    }

    @Override
    public void evicted() {
        evicted.inc();
    }

    @Override
    public void expired() {
        expired.inc();
    }

    /** What has become of the cache since the start. */
    public CacheUse cacheUse() {
        return new CacheUse((long) hit.get(), (long) miss.get(), (long) refreshes.get(), (long) evicted.get());
    }

    @Override
    public void answered(PeerName peer, PeerAnswer answer) {
        peers.answered(peer, answer);
    }

    @Override
    public void onAnswer(PeerName peer, PeerAnswer answer, Duration took) {
        peers.took(peer, answer, took);
    }

    @Override
    public void conflict() {
        conflicts.inc();
    }

    @Override
    public void gatewayUnverified() {
        gatewayUnverified.inc();
    }

    @Override
    public void directoryUnavailable() {
        directoryFailures.inc();
    }

    @Override
    public void onDown(PeerName peer) {
        peers.happened(peer, PeerMetrics.Event.DOWN);
    }

    @Override
    public void onReturn(PeerName peer) {
        peers.happened(peer, PeerMetrics.Event.RETURN);
    }

    /** A peer was seen to say yes to every address of a domain. */
    public void acceptsAll(Destination peer) {
        peers.happened(peer.name(), PeerMetrics.Event.ACCEPTS_ALL);
    }

    @Override
    public void etrnAnswered(boolean accepted) {
        (accepted ? etrnAccepted : etrnRefused).inc();
    }

    @Override
    public void etrnUnanswered() {
        etrnUnanswered.inc();
    }
}

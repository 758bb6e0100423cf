// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.state.SiteEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Puts an {@link OwnershipResolver} together:
 *
 * <pre>{@code
 * OwnershipResolver resolver = new OwnershipResolverBuilder(directory, peers, lookups, cache, conflicts)
 *         .budget(configuration.budget())
 *         .listener(metrics)
 *         .build(clock, timer, background);
 * }</pre>
 */
public final class OwnershipResolverBuilder {
    private static final PeerAnswer NOT_ASKED = new PeerAnswer.NoAnswer(PeerAnswer.Reason.NOT_ASKED, "");

    final LocalDirectory directory;
    final PeerDirectory peers;
    final PeerLookups lookups;
    final OwnerCache cache;
    final Conflicts conflicts;
    Duration budget = LookupConfiguration.DEFAULT_BUDGET;
    ResolverListener listener = ResolverListener.NONE;
    SiteEvents otherNodes = SiteEvents.NONE;
    PeerLookups unasked = peer -> address -> CompletableFuture.completedStage(NOT_ASKED);

    public OwnershipResolverBuilder(
            LocalDirectory directory, PeerDirectory peers, PeerLookups lookups, OwnerCache cache, Conflicts conflicts) {
        this.directory = directory;
        this.peers = peers;
        this.lookups = lookups;
        this.cache = cache;
        this.conflicts = conflicts;
    }

    /** The time for one whole look-up. */
    public OwnershipResolverBuilder budget(Duration value) {
        budget = value;
        return this;
    }

    public OwnershipResolverBuilder listener(ResolverListener value) {
        listener = value;
        return this;
    }

    /** What is known of peers' addresses without asking them; must not block. Without it nothing is. */
    public OwnershipResolverBuilder unasked(PeerLookups value) {
        unasked = value;
        return this;
    }

    /** Those who are told what an operator has forgotten here. */
    public OwnershipResolverBuilder otherNodes(SiteEvents value) {
        otherNodes = value;
        return this;
    }

    /**
     * The resolver of these parts, which hears of each change of the peers.
     *
     * @param timer ends look-ups whose budget is spent; runs nothing that blocks
     * @param background reads James's repositories and starts refreshes; may block
     */
    public OwnershipResolver build(Clock clock, ScheduledExecutorService timer, Executor background) {
        OwnershipResolver resolver = new OwnershipResolver(this, clock, timer, background);
        peers.addListener(resolver);
        return resolver;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.domainsharing.ownership.mx.RankedLookups;
import io.domainsharing.ownership.rehearsal.Rehearsal;
import java.time.Clock;

/** What would be different if those shared who are observed. */
final class RehearsalModule extends AbstractModule {
    // Behind the cache, which has the folder to itself from its start on.
    @Provides
    @Singleton
    Rehearsal rehearsal(
            DomainSharingConfiguration configuration,
            PeerDirectory directory,
            RankedLookups lookups,
            @SuppressWarnings("unused") OwnerCache cache,
            CacheFolder folder,
            Clock clock,
            CoarseClock coarse,
            Workers workers,
            PeerMetrics metrics,
            Lifecycle lifecycle) {
        Rehearsal rehearsal = new Rehearsal(
                directory,
                lookups,
                clock,
                coarse::nanos,
                workers.timer(),
                workers.background(),
                configuration.enabled() ? folder.path() : null);
        directory.addListener(rehearsal);
        lifecycle.onStart(rehearsal::start);
        metrics.modes(name -> directory.current().peer(name));
        metrics.rehearsal(name -> rehearsal.all(0).stream()
                .filter(peer -> peer.peer().equals(name))
                .findFirst());
        return rehearsal;
    }
}

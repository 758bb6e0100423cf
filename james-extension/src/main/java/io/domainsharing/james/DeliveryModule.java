// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.mailets.ListMailets;
import io.domainsharing.mailets.delivery.GatewayMail;
import io.domainsharing.mailets.delivery.PeerDelivery;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.cache.CoarseClock;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.directory.JamesLocalLists;
import io.domainsharing.ownership.gateway.GatewayQueues;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.list.SeenCopies;
import io.domainsharing.ownership.secondary.EtrnCaller;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.trace.SharedTraceKey;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.ownership.trace.TraceKeyFile;
import io.domainsharing.ownership.waiting.WaitingMail;
import io.domainsharing.smtp.CommandAudit;
import io.domainsharing.smtp.ReplayPool;
import java.time.Duration;

/** The mail itself: sessions that wait, lists, the trace, and what is fetched from secondaries. */
final class DeliveryModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(ListMailets.class);
        // It needs nothing of ours, so James's injector would make it, and nobody close it.
        bind(CommandAudit.class);
        bind(ReplayPool.class);
        bind(SecondaryCaller.class);
        bind(LocalLists.class).to(JamesLocalLists.class);
        bind(GatewayQueues.class).to(GatewayMail.class);
        bind(WaitingMail.class).to(PeerDelivery.class);
    }

    /** Reads its file, or makes one. */
    @Provides
    @Singleton
    TraceKey traceKey(DomainSharingConfiguration configuration, CacheFolder folder, Site site) {
        if (!configuration.enabled()) {
            return TraceKey.random();
        }
        return site.state()
                .map(state -> SharedTraceKey.open(folder.path(), state))
                .orElseGet(() -> TraceKeyFile.open(folder.path()));
    }

    // A second copy may have waited for two servers, this one and the one before it.
    @Provides
    @Singleton
    SeenCopies seenCopies(
            DomainSharingConfiguration configuration,
            CacheFolder folder,
            CoarseClock clock,
            Site site,
            Lifecycle lifecycle) {
        Duration retention = configuration.delivery().expiry().multipliedBy(2);
        if (!configuration.enabled() || !configuration.lists().share()) {
            return SeenCopies.inMemory(clock, retention);
        }
        SeenCopies copies = site.state()
                .map(state -> SeenCopies.onDisk(folder.path(), clock, retention, state))
                .orElseGet(() -> SeenCopies.onDisk(folder.path(), clock, retention));
        lifecycle.onStart(copies::start);
        return copies;
    }

    @Provides
    EtrnCaller etrnCaller(SecondaryCaller caller) {
        return caller.caller();
    }
}

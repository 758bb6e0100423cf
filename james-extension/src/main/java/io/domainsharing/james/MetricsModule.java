// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.metric.PeerMetrics;
import io.prometheus.client.CollectorRegistry;

/** The metrics, in a registry of their own: James's knows no labels. */
final class MetricsModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(MingerMetrics.class);
    }

    @Provides
    @Singleton
    CollectorRegistry registry() {
        return new CollectorRegistry();
    }

    @Provides
    @Singleton
    PeerMetrics peerMetrics(CollectorRegistry registry, PeerDirectory directory) {
        PeerMetrics metrics = new PeerMetrics(registry);
        metrics.retain(directory.current().names());
        directory.addListener(metrics);
        return metrics;
    }

    @Provides
    @Singleton
    OwnershipMetrics metrics(CollectorRegistry registry, PeerMetrics peers) {
        return new OwnershipMetrics(registry, peers);
    }
}

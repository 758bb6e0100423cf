// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.codahale.metrics.MetricRegistry;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.metric.OwnershipMetrics;
import io.domainsharing.ownership.metric.PeerMetrics;

/** The metrics, on James's registry. */
final class MetricsModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(MingerMetrics.class);
    }

    @Provides
    @Singleton
    PeerMetrics peerMetrics(MetricRegistry registry, PeerDirectory directory) {
        PeerMetrics metrics = new PeerMetrics(registry);
        metrics.retain(directory.current().names());
        directory.addListener(metrics);
        return metrics;
    }

    @Provides
    @Singleton
    OwnershipMetrics metrics(MetricRegistry registry, PeerMetrics peers) {
        return new OwnershipMetrics(registry, peers);
    }
}

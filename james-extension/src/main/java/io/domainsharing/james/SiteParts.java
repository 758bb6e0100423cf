// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.cluster.JamesDatabase;
import io.domainsharing.cluster.RabbitMqEvents;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.ClusterConfiguration;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.state.SiteEvents;
import io.domainsharing.ownership.state.StateUnavailableException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what the nodes of this site can share: a database and a broker that James has anyway. */
final class SiteParts {
    private static final Logger LOGGER = LoggerFactory.getLogger(SiteParts.class);

    private final JamesParts james;
    private final Workers workers;
    private final Clock clock;
    private final Lifecycle lifecycle;

    @Inject
    SiteParts(JamesParts james, Workers workers, Clock clock, Lifecycle lifecycle) {
        this.james = james;
        this.workers = workers;
        this.clock = clock;
        this.lifecycle = lifecycle;
    }

    /**
     * What this node shares.
     *
     * @throws BadConfigurationException this James does not have the database that is asked for
     * @throws UncheckedIOException the database cannot be used: the start must fail
     */
    Site site(ClusterConfiguration.State wanted) throws BadConfigurationException {
        for (JamesDatabase database : candidates(wanted)) {
            Optional<Object> connections = james.find(database.connections());
            if (connections.isPresent()) {
                String place = database.name().toLowerCase(Locale.ROOT);
                Site site = new Site(open(database, connections.get()), place, events());
                LOGGER.info("What the nodes of this site share is in {}, events go {}", place, way(site.events()));
                return site;
            }
        }
        if (wanted == ClusterConfiguration.State.CASSANDRA || wanted == ClusterConfiguration.State.POSTGRES) {
            throw new BadConfigurationException(
                    "cluster/state",
                    "this James has no " + wanted.name().toLowerCase(Locale.ROOT),
                    "Write auto, or leave it out");
        }
        return Site.ALONE;
    }

    private static EnumSet<JamesDatabase> candidates(ClusterConfiguration.State wanted) {
        return switch (wanted) {
            case AUTO -> EnumSet.allOf(JamesDatabase.class);
            case LOCAL -> EnumSet.noneOf(JamesDatabase.class);
            case CASSANDRA -> EnumSet.of(JamesDatabase.CASSANDRA);
            case POSTGRES -> EnumSet.of(JamesDatabase.POSTGRES);
        };
    }

    private SharedState open(JamesDatabase database, Object connections) {
        try {
            SharedState state = database.open(connections, clock);
            if (state instanceof AutoCloseable closeable) {
                lifecycle.register(closeable);
            }
            return state;
        } catch (StateUnavailableException e) {
            throw new UncheckedIOException(
                    "What the nodes of this site share cannot be used: " + e.getMessage()
                            + ". Let the account of James make and use that table, or write <cluster><state>local</state></cluster>"
                            + " into conf/domainsharing.xml where this James has no sister",
                    e);
        }
    }

    private SiteEvents events() {
        return james.find(RabbitMqEvents.CONNECTIONS)
                .<SiteEvents>map(connections -> {
                    RabbitMqEvents events = RabbitMqEvents.of(
                            connections,
                            UUID.randomUUID().toString(),
                            Threads.timer("domain-sharing-events"),
                            workers.background());
                    lifecycle.register(events);
                    return events;
                })
                .orElse(SiteEvents.NONE);
    }

    private static String way(SiteEvents events) {
        return events == SiteEvents.NONE ? "nowhere: changes are read every 30 s" : "over RabbitMQ";
    }
}

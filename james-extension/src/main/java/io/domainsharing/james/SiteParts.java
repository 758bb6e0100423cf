// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.cluster.JamesDatabase;
import io.domainsharing.cluster.RabbitMqEvents;
import io.domainsharing.cluster.redis.RedisEvents;
import io.domainsharing.cluster.redis.RedisState;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.ClusterConfiguration;
import io.domainsharing.ownership.configuration.RedisUri;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.state.SiteEvents;
import io.domainsharing.ownership.state.StateUnavailableException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what the nodes of this site can share: a database and a broker that James has anyway, or a Redis. */
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
    Site site(ClusterConfiguration configuration) throws BadConfigurationException {
        ClusterConfiguration.State wanted = configuration.state();
        if (wanted == ClusterConfiguration.State.REDIS) {
            List<RedisUri> redis = configuration.redis();
            return site(opened(() -> RedisState.open(redis)), "redis", redisEvents(redis));
        }
        for (JamesDatabase database : candidates(wanted)) {
            Optional<Object> connections = james.find(database.connections());
            if (connections.isPresent()) {
                return site(
                        opened(() -> database.open(connections.get(), clock)),
                        database.name().toLowerCase(Locale.ROOT),
                        events().orElse(SiteEvents.NONE));
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

    private static Site site(SharedState state, String place, SiteEvents events) {
        LOGGER.info("What the nodes of this site share is in {}, events go {}", place, way(events));
        return new Site(state, place, events);
    }

    private static EnumSet<JamesDatabase> candidates(ClusterConfiguration.State wanted) {
        return switch (wanted) {
            case AUTO -> EnumSet.allOf(JamesDatabase.class);
            case LOCAL, REDIS -> EnumSet.noneOf(JamesDatabase.class);
            case CASSANDRA -> EnumSet.of(JamesDatabase.CASSANDRA);
            case POSTGRES -> EnumSet.of(JamesDatabase.POSTGRES);
        };
    }

    /** Opens what is shared. */
    @FunctionalInterface
    private interface Opening {
        SharedState open() throws StateUnavailableException;
    }

    private SharedState opened(Opening opening) {
        try {
            SharedState state = opening.open();
            if (state instanceof AutoCloseable closeable) {
                lifecycle.register(closeable);
            }
            return state;
        } catch (StateUnavailableException e) {
            throw new UncheckedIOException(
                    "What the nodes of this site share cannot be used: " + e.getMessage()
                            + ". Let James reach it, and make and use a table there; or write <cluster><state>local</state></cluster>"
                            + " into conf/domainsharing.xml where this James has no sister",
                    e);
        }
    }

    private SiteEvents redisEvents(List<RedisUri> redis) {
        RedisEvents events = new RedisEvents(
                redis,
                UUID.randomUUID().toString(),
                Threads.timer("domain-sharing-events"),
                Threads.timer("domain-sharing-events-heard"),
                workers.background());
        lifecycle.register(events);
        return events;
    }

    private Optional<SiteEvents> events() {
        return james.find(RabbitMqEvents.CONNECTIONS).map(connections -> {
            RabbitMqEvents events = RabbitMqEvents.of(
                    connections,
                    UUID.randomUUID().toString(),
                    Threads.timer("domain-sharing-events"),
                    workers.background());
            lifecycle.register(events);
            return events;
        });
    }

    private static String way(SiteEvents events) {
        if (events == SiteEvents.NONE) {
            return "nowhere: changes are read every 30 s";
        }
        return events instanceof RedisEvents ? "over Redis" : "over RabbitMQ";
    }
}

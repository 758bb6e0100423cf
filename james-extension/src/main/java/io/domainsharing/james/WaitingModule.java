// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Names;
import com.rabbitmq.client.Connection;
import io.domainsharing.mailets.waiting.LeasedTurns;
import io.domainsharing.mailets.waiting.MailTurns;
import io.domainsharing.mailets.waiting.QueueRooms;
import io.domainsharing.mailets.waiting.RepositoryRooms;
import io.domainsharing.mailets.waiting.TicketOffice;
import io.domainsharing.mailets.waiting.WaitingRooms;
import io.domainsharing.mailets.waiting.rabbitmq.Connections;
import io.domainsharing.mailets.waiting.rabbitmq.RabbitTicketOffice;
import io.domainsharing.ownership.lifecycle.Lifecycle;
import io.domainsharing.ownership.state.NodeIdentity;
import io.domainsharing.ownership.state.Site;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.queue.api.MailQueueFactory;
import org.jspecify.annotations.Nullable;

/** Where mail waits. Of RabbitMQ's classes, a James that keeps its queues elsewhere has none: those are touched only where it has them. */
final class WaitingModule extends AbstractModule {
    @Provides
    @Singleton
    WaitingRooms waitingRooms(
            MailQueueFactory<?> queues,
            MailRepositoryStore repositories,
            Injector injector,
            MailTurns turns,
            Clock clock) {
        return queues.getClass().getSimpleName().startsWith("RabbitMQ")
                ? new RepositoryRooms(queues, repositories, OnRabbitMq.office(injector), turns, clock)
                : new QueueRooms(queues);
    }

    @Provides
    @Singleton
    QueuedAddresses queuedAddresses(MailQueueFactory<?> queues) {
        return isOfJms(queues.getClass()) ? QueuedAddresses.WITHOUT_SEMICOLON : QueuedAddresses.ANY;
    }

    /** By name: a James that keeps its queues elsewhere has none of these classes. */
    private static boolean isOfJms(Class<?> factory) {
        return Stream.<Class<?>>iterate(factory, Objects::nonNull, Class::getSuperclass)
                .anyMatch(type -> type.getName().equals("org.apache.james.queue.jms.JMSMailQueueFactory"));
    }

    @Provides
    @Singleton
    MailTurns turns(Site site, Provider<NodeIdentity> node, Workers workers, Lifecycle lifecycle) {
        return site.state()
                .<MailTurns>map(state -> {
                    LeasedTurns turns =
                            new LeasedTurns(state, node.get().text(), workers.timer(), workers.background());
                    lifecycle.register(turns);
                    return turns;
                })
                .orElse(MailTurns.NONE);
    }

    /** Loaded only where James has RabbitMQ. */
    private static final class OnRabbitMq {
        /** Longer than James itself waits for one. */
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        static TicketOffice office(Injector injector) {
            SimpleConnectionPool pool = injector.getInstance(SimpleConnectionPool.class);
            Connections connections = () -> opened(pool.getResilientConnection().block(PATIENCE));
            Configuration james = injector.getInstance(Key.get(Configuration.class, Names.named("rabbitmq")));
            return james.getBoolean("quorum.queues.enable", false)
                    ? RabbitTicketOffice.withQuorumQueues(
                            connections, james.getInt("quorum.queues.replication.factor", 1))
                    : RabbitTicketOffice.withClassicQueues(connections);
        }

        private static Connection opened(@Nullable Connection connection) throws IOException {
            if (connection == null) {
                throw new IOException("James has no connection");
            }
            return connection;
        }
    }
}

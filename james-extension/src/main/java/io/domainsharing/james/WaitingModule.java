// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.inject.AbstractModule;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Names;
import io.domainsharing.mailets.waiting.QueueRooms;
import io.domainsharing.mailets.waiting.RepositoryRooms;
import io.domainsharing.mailets.waiting.TicketOffice;
import io.domainsharing.mailets.waiting.WaitingRooms;
import io.domainsharing.mailets.waiting.rabbitmq.RabbitTicketOffice;
import java.time.Clock;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.james.queue.api.MailQueueFactory;

/** Where mail waits. Of RabbitMQ's classes, a James that keeps its queues elsewhere has none: those are touched only where it has them. */
final class WaitingModule extends AbstractModule {
    @Provides
    @Singleton
    WaitingRooms waitingRooms(
            MailQueueFactory<?> queues, MailRepositoryStore repositories, Injector injector, Clock clock) {
        return queues.getClass().getSimpleName().startsWith("RabbitMQ")
                ? new RepositoryRooms(queues, repositories, OnRabbitMq.office(injector), clock)
                : new QueueRooms(queues);
    }

    /** Loaded only where James has RabbitMQ. */
    private static final class OnRabbitMq {
        static TicketOffice office(Injector injector) {
            return new RabbitTicketOffice(
                    injector.getInstance(SimpleConnectionPool.class),
                    injector.getInstance(Key.get(Configuration.class, Names.named("rabbitmq"))));
        }
    }
}

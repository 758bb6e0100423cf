// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting.rabbitmq;

import io.domainsharing.mailets.waiting.TicketOffice;
import io.domainsharing.mailets.waiting.Tickets;
import java.time.Duration;
import java.util.Collection;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.backends.rabbitmq.SimpleConnectionPool;

/** Tickets in RabbitMQ: it is clock and claim, so that the nodes of a site need no leader and look for nothing. */
public final class RabbitTicketOffice implements TicketOffice {
    private final Broker broker;

    /** @param james its {@code rabbitmq.properties} */
    public RabbitTicketOffice(SimpleConnectionPool connections, Configuration james) {
        this.broker = Broker.of(connections, james);
    }

    @Override
    public Tickets of(String room, int atOnce, Collection<Duration> waits) {
        return new RabbitTickets(broker, new TicketQueues(broker, room), atOnce, waits);
    }
}

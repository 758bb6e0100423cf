// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting.rabbitmq;

import io.domainsharing.mailets.waiting.TicketOffice;
import io.domainsharing.mailets.waiting.Tickets;
import java.time.Duration;
import java.util.Collection;

/** Tickets in RabbitMQ: it is clock and claim, so that the nodes of a site need no leader and look for nothing. */
public final class RabbitTicketOffice implements TicketOffice {
    private final Broker broker;

    private RabbitTicketOffice(Broker broker) {
        this.broker = broker;
    }

    public static RabbitTicketOffice withClassicQueues(Connections connections) {
        return new RabbitTicketOffice(Broker.withClassicQueues(connections));
    }

    /**
     * For a RabbitMQ of several nodes.
     *
     * @param replicas how many of them have each queue
     */
    public static RabbitTicketOffice withQuorumQueues(Connections connections, int replicas) {
        return new RabbitTicketOffice(Broker.withQuorumQueues(connections, replicas));
    }

    @Override
    public Tickets of(String room, int atOnce, Collection<Duration> waits) {
        return new RabbitTickets(broker, new TicketQueues(broker, room), atOnce, waits);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.domainsharing.mailets.waiting.Ticket;
import io.domainsharing.mailets.waiting.Tickets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** The tickets of one room, as small persistent messages whose arrival RabbitMQ confirms. */
final class RabbitTickets implements Tickets {
    private static final Logger LOGGER = LoggerFactory.getLogger(RabbitTickets.class);
    private static final BasicProperties PERSISTENT = MessageProperties.PERSISTENT_TEXT_PLAIN;
    private static final long CONFIRMED_WITHIN_MS = 10_000;
    /** So many tickets are moved between two confirmations. */
    private static final int MOVED_AT_ONCE = 200;

    private final Broker broker;
    private final TicketQueues queues;
    private final int atOnce;
    /** Lengths of the waiting queues in use, as far as this process knows. */
    private final Set<Duration> waits = ConcurrentHashMap.newKeySet();

    private final Set<Duration> configured;
    private final HeldChannel issuer;
    private final HeldChannel asker;

    RabbitTickets(Broker broker, TicketQueues queues, int atOnce, Collection<Duration> waits) {
        this.broker = broker;
        this.queues = queues;
        this.atOnce = atOnce;
        this.configured = Set.copyOf(waits);
        this.waits.addAll(waits);
        this.issuer = new HeldChannel(broker, channel -> {
            channel.confirmSelect();
            queues.declareDue(channel);
        });
        this.asker = new HeldChannel(broker, queues::declareDue);
    }

    @Override
    public void issue(Ticket ticket, Duration wait) throws MessagingException {
        byte[] body = ticket.asText().getBytes(StandardCharsets.UTF_8);
        issuer.call(channel -> {
            channel.basicPublish("", target(channel, wait), PERSISTENT, body);
            channel.waitForConfirmsOrDie(CONFIRMED_WITHIN_MS);
            return ticket;
        });
    }

    /** Declared each time, so that it neither goes away nor is missing: what nobody routes RabbitMQ confirms too. */
    private String target(Channel channel, Duration wait) throws IOException {
        if (wait.isZero() || wait.isNegative()) {
            queues.declareDue(channel);
            return queues.due();
        }
        Duration length = configured.contains(wait) ? wait : TicketQueues.rounded(wait);
        waits.add(length);
        queues.declareWaiting(channel, length);
        return queues.waiting(length);
    }

    @Override
    public Flux<DueTicket> due() {
        return Flux.create(sink -> {
            try {
                Channel channel = broker.open();
                sink.onDispose(() -> HeldChannel.abort(channel));
                channel.addShutdownListener(cause -> end(sink, cause));
                queues.declareDue(channel);
                channel.basicQos(atOnce);
                channel.basicConsume(
                        queues.due(),
                        false,
                        (tag, delivery) -> {
                            long number = delivery.getEnvelope().getDeliveryTag();
                            Ticket ticket = read(delivery.getBody());
                            if (ticket == null) {
                                channel.basicAck(number, false);
                            } else {
                                sink.next(new Delivered(ticket, channel, number));
                            }
                        },
                        tag -> end(sink, new MessagingException("RabbitMQ gives no more tickets of " + queues.room())));
            } catch (MessagingException | IOException | RuntimeException e) {
                end(sink, e);
            }
        });
    }

    private static void end(FluxSink<DueTicket> sink, Throwable cause) {
        if (!sink.isCancelled()) {
            sink.error(cause);
        }
    }

    @Override
    public long release() throws MessagingException {
        HeldChannel mover = new HeldChannel(broker, channel -> {
            channel.confirmSelect();
            queues.declareDue(channel);
        });
        try {
            long all = 0;
            for (Duration wait : List.copyOf(waits)) {
                all += mover.call(channel -> release(channel, wait));
            }
            return all;
        } finally {
            mover.close();
        }
    }

    // A ticket is confirmed where it is due before it is taken from where it waits: cut off, it is in both rather than
    // in none.
    private long release(Channel channel, Duration wait) throws IOException, InterruptedException, TimeoutException {
        // Not more: what is issued meanwhile would never end.
        int left = queues.declareWaiting(channel, wait);
        long released = 0;
        while (left > 0) {
            List<GetResponse> some = take(channel, queues.waiting(wait), Math.min(left, MOVED_AT_ONCE));
            if (some.isEmpty()) {
                break;
            }
            for (GetResponse one : some) {
                channel.basicPublish("", queues.due(), PERSISTENT, one.getBody());
            }
            channel.waitForConfirmsOrDie(CONFIRMED_WITHIN_MS);
            channel.basicAck(some.get(some.size() - 1).getEnvelope().getDeliveryTag(), true);
            left -= some.size();
            released += some.size();
        }
        return released;
    }

    private static List<GetResponse> take(Channel channel, String queue, int most) throws IOException {
        List<GetResponse> taken = new ArrayList<>();
        while (taken.size() < most) {
            GetResponse one = channel.basicGet(queue, false);
            if (one == null) {
                break;
            }
            taken.add(one);
        }
        return taken;
    }

    private void tell(GetResponse message, Consumer<Ticket> listener) {
        Ticket ticket = read(message.getBody());
        if (ticket != null) {
            listener.accept(ticket);
        }
    }

    private @Nullable Ticket read(byte[] body) {
        try {
            return Ticket.parse(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            LOGGER.warn("Among the tickets of {} is what is none of ours: {}", queues.room(), e.getMessage());
            return null;
        }
    }

    @Override
    public long count() throws MessagingException {
        return asker.call(channel -> {
            long all = queues.declareDue(channel);
            for (Duration wait : waits) {
                all += queues.declareWaiting(channel, wait);
            }
            return all;
        });
    }

    @Override
    public void show(int most, Consumer<Ticket> look) throws MessagingException {
        HeldChannel looker = new HeldChannel(broker, queues::declareDue);
        try {
            looker.call(channel -> {
                int left = show(channel, queues.due(), most, look);
                for (Duration wait : waits) {
                    queues.declareWaiting(channel, wait);
                    left = show(channel, queues.waiting(wait), left, look);
                }
                return left;
            });
        } finally {
            // What it has taken goes back to its place.
            looker.close();
        }
    }

    /** How many more may be shown. */
    private int show(Channel channel, String queue, int most, Consumer<Ticket> look) throws IOException {
        List<GetResponse> some = take(channel, queue, most);
        some.forEach(one -> tell(one, look));
        return most - some.size();
    }

    @Override
    public long countAtEntrance() throws MessagingException {
        return asker.call(
                channel -> channel.queueDeclarePassive(queues.entrance()).getMessageCount());
    }

    @Override
    public void close() {
        issuer.close();
        asker.close();
    }

    /** One that RabbitMQ waits for to be told of. */
    private record Delivered(Ticket ticket, Channel channel, long number) implements DueTicket {
        @Override
        public void done() throws MessagingException {
            try {
                channel.basicAck(number, false);
            } catch (IOException | RuntimeException e) {
                throw new MessagingException("RabbitMQ takes no note of a ticket, and will show it again", e);
            }
        }

        @Override
        public void giveBack() {
            try {
                channel.basicNack(number, false, true);
            } catch (IOException | RuntimeException e) {
                LOGGER.debug("The ticket {} goes back with its channel", ticket, e);
            }
        }
    }
}

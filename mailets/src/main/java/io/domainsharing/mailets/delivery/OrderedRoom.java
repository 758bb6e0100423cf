// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.waiting.DueMail;
import io.domainsharing.mailets.waiting.ShownMail;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.waiting.MailOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * A room in which an operator can have one mail come before its time (docs/adr/0039). An order is a note in memory; the room is
 * released, and what comes with that mail before its own time goes back for the rest of it. So a mail is only ever in the hands of
 * the one who takes it out, who finds the order there: it cannot be lost or doubled, whoever does what at the same moment.
 * Thread-safe.
 */
final class OrderedRoom implements WaitingRoom {
    private static final int MOST_SEEN = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(OrderedRoom.class);

    private final WaitingRoom room;
    private final Waits waits;
    private final Clock clock;
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    /** What was released although nobody wanted it tried, until it has come: when it is due. */
    private final Map<String, Instant> early = new ConcurrentHashMap<>();

    /**
     * An order.
     *
     * @param seen whether the mail has come since it was given
     */
    private record Order(MailOrder kind, boolean seen) {}

    /** @param waits told by the taker of what waits here */
    OrderedRoom(WaitingRoom room, Waits waits, Clock clock) {
        this.room = room;
        this.waits = waits;
        this.clock = clock;
    }

    /** Has that mail tried or returned as soon as nobody has it in hand. */
    MailOrder.Outcome order(String mail, MailOrder kind) throws MessagingException {
        if (!room.isReleasable() || !room.isOwnRelease()) {
            return MailOrder.Outcome.NOT_POSSIBLE;
        }
        orders.put(mail, new Order(kind, false));
        // After the order: one who ends the mail forgets it first and the order then.
        if (waits.of(mail) == null && !isThere(mail)) {
            orders.remove(mail);
            return MailOrder.Outcome.NO_SUCH_MAIL;
        }
        releaseOrdered();
        return MailOrder.Outcome.TAKEN;
    }

    private void releaseOrdered() throws MessagingException {
        early.putAll(waits.ahead());
        early.keySet().removeAll(orders.keySet());
        room.release();
    }

    // Of very many, not all are noted.
    private boolean isThere(String mail) throws MessagingException {
        AtomicBoolean found = new AtomicBoolean();
        room.show(MOST_SEEN, (name, since, next) -> {
            if (name.equals(mail)) {
                found.set(true);
            }
        });
        return found.get();
    }

    /** After a hold: whoever gave an order just before has released a room in which the mail was not. */
    private void releaseIfOrdered(String mail) throws MessagingException {
        Order order = orders.get(mail);
        if (order != null && !order.seen()) {
            releaseOrdered();
        }
    }

    /** What is wanted of that mail; null: nothing. */
    @Nullable
    MailOrder orderOf(String mail) {
        Order order = orders.get(mail);
        return order == null ? null : order.kind();
    }

    @Override
    public Flux<DueMail> due() {
        return room.due().<DueMail>handle((due, sink) -> {
            if (!goesBack(due)) {
                sink.next(new Turn(due));
            }
        });
    }

    private boolean goesBack(DueMail due) {
        Order order = orders.computeIfPresent(due.name(), (name, given) -> new Order(given.kind(), true));
        Instant next = early.remove(due.name());
        Duration rest = next == null ? Duration.ZERO : Duration.between(clock.instant(), next);
        return order == null && !rest.isNegative() && !rest.isZero() && isBack(due, rest);
    }

    /** Whether it waits again; else it is tried early, which does no harm. */
    private boolean isBack(DueMail due, Duration rest) {
        Mail mail;
        try {
            mail = due.open();
            due.hold(rest);
        } catch (MessagingException | RuntimeException e) {
            LOGGER.warn("{} in {} is tried before its time: it cannot be put back", due.name(), name(), e);
            return false;
        }
        try {
            due.leave();
            releaseIfOrdered(due.name());
        } catch (MessagingException | RuntimeException e) {
            LOGGER.error("The queue {} does not take note of {}", name(), due.name(), e);
        } finally {
            LifecycleUtil.dispose(mail);
        }
        return true;
    }

    /** {@inheritDoc} Nothing goes back: all are wanted. */
    @Override
    public void release() throws MessagingException {
        early.clear();
        room.release();
    }

    @Override
    public String name() {
        return room.name();
    }

    @Override
    public void add(Mail mail) throws MessagingException {
        room.add(mail);
    }

    @Override
    public void hold(Mail mail, Duration wait) throws MessagingException {
        room.hold(mail, wait);
    }

    @Override
    public @Nullable Long size() throws MessagingException {
        return room.size();
    }

    @Override
    public boolean isReleasable() {
        return room.isReleasable();
    }

    @Override
    public boolean isOwnRelease() {
        return room.isOwnRelease();
    }

    @Override
    public void show(int most, Look look) throws MessagingException {
        room.show(most, look);
    }

    @Override
    public Optional<List<ShownMail>> page(@Nullable String after, int limit) throws MessagingException {
        return room.page(after, limit);
    }

    @Override
    public void close() {
        room.close();
    }

    /** A mail in the hands of its taker. */
    private final class Turn implements DueMail {
        private final DueMail due;
        private boolean heldAgain;

        Turn(DueMail due) {
            this.due = due;
        }

        @Override
        public String name() {
            return due.name();
        }

        @Override
        public @Nullable Instant since() {
            return due.since();
        }

        @Override
        public @Nullable Mail open() throws MessagingException {
            return due.open();
        }

        @Override
        public void hold(Duration wait) throws MessagingException {
            early.remove(name());
            // A try that was wanted is over; one who gave his order meanwhile waits no longer.
            Order order = orders.computeIfPresent(
                    name(), (name, given) -> given.seen() && given.kind() == MailOrder.RETRY ? null : given);
            due.hold(order == null || order.seen() ? wait : Duration.ZERO);
            heldAgain = true;
            releaseIfOrdered(name());
        }

        @Override
        public void leave() throws MessagingException {
            if (!heldAgain) {
                early.remove(name());
                orders.remove(name());
            }
            due.leave();
        }

        @Override
        public void giveBack() {
            due.giveBack();
        }
    }
}

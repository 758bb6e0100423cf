// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import io.domainsharing.mailets.trace.Cause;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.transport.Reply;
import io.domainsharing.mailets.transport.RetrySchedule;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.network.InWords;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.queue.api.MailQueue;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * The mail whose owner cannot be told now. When its wait is over it goes to the top of the processor that it was in, which
 * asks again; it is given back for that reason only when it is too old.
 */
final class UndeterminedQueue implements OrderedQueue {
    static final int AT_ONCE = 4;

    /** Its work is to put a mail into the spool. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What is kept so soon after a release may have been asked about before it, and lay in no queue that could be released. */
    private static final Duration MISSED = Duration.ofSeconds(10);

    private final OrderedRoom room;
    private final Waits waits;
    private final NodeName node;
    private final MailQueue spool;
    private final Bounces bounces;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final DeliveryMetrics metrics;
    private final QueueConsumer consumer;
    private final QueueSnapshot<Long> look;
    private volatile Instant missedUntil = Instant.MIN;

    UndeterminedQueue(
            WaitingRoom room,
            MailQueue spool,
            Bounces bounces,
            RetrySchedule schedule,
            Clock clock,
            NodeName node,
            DeliveryMetrics metrics) {
        this.waits = new Waits(clock);
        this.room = new OrderedRoom(room, waits, clock);
        this.node = node;
        this.spool = spool;
        this.bounces = bounces;
        this.schedule = schedule;
        this.clock = clock;
        this.metrics = metrics;
        this.consumer = new QueueConsumer(this.room, AT_ONCE, (mail, due) -> askAgain(mail));
        this.look = new QueueSnapshot<>(room.name(), this.room::size, System::nanoTime);
    }

    void start() {
        waits.beginWith(room);
        consumer.start();
    }

    void stop() {
        consumer.stop(PATIENCE);
    }

    WaitingRoom room() {
        return room;
    }

    /** All of it is asked about again now, and what is being asked about at this moment soon. */
    void release() throws MessagingException {
        missedUntil = clock.instant().plus(MISSED);
        room.release();
    }

    /** How many waited a moment ago; null: the queue cannot tell. */
    @Nullable
    Long count() {
        return look.latest();
    }

    @Override
    public Optional<QueuedMail.Page> mails(@Nullable String after, int limit) throws MessagingException {
        return QueuePage.of(room, waits, after, limit);
    }

    @Override
    public MailOrder.Outcome order(String mail, MailOrder order) throws MessagingException {
        return room.order(mail, order);
    }

    /** @param missingAnswers why nobody can tell, for the operator and, in the end, for the sender */
    void keep(Mail mail, String missingAnswers) throws MessagingException {
        MailAttributes.startAge(mail, clock);
        Duration age = MailAttributes.age(mail, clock);
        if (schedule.isOver(age)) {
            Cause cause = Cause.expired("; no server could tell whose address it is: " + missingAnswers);
            bounces.giveBack(mail, mail.getRecipients(), cause);
            return;
        }
        Duration wait = waitAt(age);
        waits.begin(mail, wait);
        waits.failed(mail, new HeldMail.Failure(clock.instant(), Reply.oneLine(missingAnswers)));
        room.hold(mail, wait);
        metrics.kept(mail.getRecipients().size());
        Audit.LOG.info(
                "{} for {} is kept and asked for again in {}: {}",
                mail.getName(),
                Audit.of(mail.getRecipients()),
                InWords.duration(wait),
                Reply.oneLine(missingAnswers));
    }

    private Duration waitAt(Duration age) {
        Duration wait = schedule.waitAt(age);
        boolean isMissed = clock.instant().isBefore(missedUntil) && wait.compareTo(QueueConsumer.PAUSE) > 0;
        return isMissed ? QueueConsumer.PAUSE : wait;
    }

    /**
     * The mail's state still names its processor. Not by way of the MailetContext: that marks mail as James's own, which stock
     * configurations allow to relay.
     */
    private void askAgain(Mail mail) throws MessagingException {
        if (room.orderOf(mail.getName()) == MailOrder.RETURN) {
            Waits.Wait wait = waits.of(mail.getName());
            HeldMail.Failure last = wait == null ? null : wait.failure();
            bounces.giveBack(
                    mail, mail.getRecipients(), Cause.ordered(node.value(), last == null ? null : last.text()));
        } else {
            spool.enQueue(mail);
        }
        waits.end(mail);
    }
}

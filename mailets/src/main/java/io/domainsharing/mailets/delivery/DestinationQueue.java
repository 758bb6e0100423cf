// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.transport.Attempt;
import io.domainsharing.mailets.transport.HandoverTarget;
import io.domainsharing.mailets.transport.HostHealth;
import io.domainsharing.mailets.transport.HostTransport;
import io.domainsharing.mailets.transport.Reply;
import io.domainsharing.mailets.transport.RetrySchedule;
import io.domainsharing.mailets.waiting.DueMail;
import io.domainsharing.mailets.waiting.WaitingRoom;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * The mail for one destination (D7): tried until each recipient has it, has been refused it by the destination's own 5xx, or the
 * mail is too old. Everything else, hosts that are down included, is a reason to try again. Mail whose destination is there no
 * more goes back for a new look-up, with the age that it has; so does, once, what a peer refuses because it knows no such
 * mailbox (L4).
 */
public final class DestinationQueue implements OrderedQueue {
    private final OrderedRoom room;
    private final Supplier<@Nullable HandoverTarget> destination;
    private final HostTransport transport;
    private final HostHealth hosts;
    private final Undeliverable undeliverable;
    private final RetrySchedule schedule;
    private final Clock clock;
    private final DeliveryMetrics metrics;
    private final QueueConsumer consumer;
    private final QueueSnapshot<Long> size;
    private final Waits waits;
    private volatile HeldMail.@Nullable Failure lastFailure;

    DestinationQueue(
            WaitingRoom room,
            Supplier<@Nullable HandoverTarget> destination,
            DeliveryParts parts,
            Reroute reroute,
            HostTransport transport,
            HostHealth hosts,
            Bounces bounces) {
        this.clock = parts.clock();
        this.waits = new Waits(clock);
        this.room = new OrderedRoom(room, waits, clock);
        this.destination = destination;
        this.transport = transport;
        this.hosts = hosts;
        this.undeliverable = new Undeliverable(reroute, bounces, parts.node(), parts.metrics());
        this.schedule = parts.schedule();
        this.metrics = parts.metrics();
        this.consumer = new QueueConsumer(this.room, parts.configuration().connectionsPerHost(), new Tries());
        this.size = new QueueSnapshot<>(room.name(), room::size, System::nanoTime);
    }

    /** Once, and before any mail is added. */
    void start() {
        waits.beginWith(room);
        consumer.start();
    }

    void stopTaking() {
        consumer.stopTaking();
    }

    /** @param patience how long the tries under way may take */
    void stop(Duration patience) {
        consumer.stop(patience);
    }

    void add(Mail mail) throws MessagingException {
        MailAttributes.startAge(mail, clock);
        waits.begin(mail, Duration.ZERO);
        room.add(mail);
    }

    WaitingRoom room() {
        return room;
    }

    /** As of a moment ago. */
    HeldMail held() {
        Long count = size.latest();
        return (count == null ? HeldMail.NOT_KNOWN : waits.held(count)).withFailure(lastFailure);
    }

    /**
     * Every mail's wait is over, and its hosts are tried although they were away: somebody says that they are there, or wants
     * to know. Uses up no retries.
     */
    void retryNow() throws MessagingException {
        HandoverTarget now = destination.get();
        if (now != null) {
            hosts.expect(now.hosts());
            if (now.smartHost() == null && hosts.areProbed(now.hosts())) {
                // An answer brings all mail forward; a failure has the probe repeated at once.
                return;
            }
        }
        room.release();
    }

    /** Where the mail goes that waits here; empty: this process knows of none, or the destination is there no more. Asks no queue. */
    Optional<HandoverTarget> awaited() {
        return waits.isEmpty() ? Optional.empty() : Optional.ofNullable(destination.get());
    }

    @Override
    public Optional<QueuedMail.Page> mails(@Nullable String after, int limit) throws MessagingException {
        return QueuePage.of(room, waits, after, limit);
    }

    @Override
    public MailOrder.Outcome order(String mail, MailOrder order) throws MessagingException {
        HandoverTarget now = destination.get();
        if (now != null && order == MailOrder.RETRY) {
            hosts.expect(now.hosts());
        }
        return room.order(mail, order);
    }

    boolean leadsTo(HostAndPort host) {
        HandoverTarget now = destination.get();
        return now != null && now.leadsTo(host);
    }

    /** What is done with a mail that is due. */
    private final class Tries implements QueueConsumer.Work {
        @Override
        public void on(Mail mail, DueMail due) throws MessagingException {
            attempt(mail, due);
        }

        /** With a dead host, and where the mail would have to be read for it, all that happens is that it waits again. */
        @Override
        public boolean leavesUntried(DueMail due) throws MessagingException {
            Instant since = due.since();
            HandoverTarget now = destination.get();
            if (since == null || now == null || now.smartHost() != null || !hosts.areAway(now.hosts())) {
                return false;
            }
            Duration age = Duration.between(since, clock.instant());
            if (schedule.isOver(age)) {
                return false;
            }
            long returns = hosts.returns(now.hosts());
            Duration wait = schedule.waitAt(age);
            waits.begin(due.name(), since, wait);
            due.hold(wait);
            if (hosts.returns(now.hosts()) != returns) {
                room.release();
            }
            return true;
        }
    }

    private void attempt(Mail mail, DueMail due) throws MessagingException {
        HandoverTarget now = destination.get();
        if (room.orderOf(mail.getName()) == MailOrder.RETURN) {
            Waits.Wait wait = waits.of(mail.getName());
            undeliverable.returnOrdered(mail, now, wait == null ? null : wait.failure());
            waits.end(mail);
            return;
        }
        if (now == null) {
            undeliverable.reroute(mail);
            waits.end(mail);
            return;
        }
        long returns = hosts.returns(now.hosts());
        Attempt attempt = transport.deliver(mail, MailAttributes.avoidsSmartHost(mail) ? now.withoutSmartHost() : now);
        metrics.tried(now.peer(), attempt);
        AttemptLog.tell(mail, now, attempt, MailAttributes.age(mail, clock));
        Map<MailAddress, String> pending = new LinkedHashMap<>(attempt.pending());
        undeliverable.settleRefused(mail, now, attempt.refused(), pending);
        if (schedule.isOver(MailAttributes.age(mail, clock))) {
            undeliverable.returnExpired(mail, now, pending);
        }
        if (pending.isEmpty()) {
            lastFailure = null;
            waits.end(mail);
        } else {
            HeldMail.Failure failure = new HeldMail.Failure(
                    clock.instant(), Reply.oneLine(pending.values().iterator().next()));
            lastFailure = failure;
            waits.failed(mail, failure);
            putBack(
                    mail,
                    due,
                    now,
                    attempt,
                    pending,
                    () -> hosts.returns(now.hosts()) != returns && !attempt.isHeard());
        }
    }

    /** @param isBack whether a host has come back since the attempt that failed began, so that this one failed too early */
    private void putBack(
            Mail mail,
            DueMail due,
            HandoverTarget now,
            Attempt attempt,
            Map<MailAddress, String> pending,
            BooleanSupplier isBack)
            throws MessagingException {
        mail.setRecipients(List.copyOf(pending.keySet()));
        // A destination that was removed in the meantime is not waited for.
        boolean atOnce = destination.get() == null || isBack.getAsBoolean();
        Duration wait = atOnce ? Duration.ZERO : schedule.waitAt(MailAttributes.age(mail, clock));
        AttemptLog.waits(mail, now, attempt, pending, wait);
        waits.begin(mail, wait);
        due.hold(wait);
        if (!atOnce && isBack.getAsBoolean()) {
            // It was not in the queue yet when the others were brought forward.
            room.release();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.network.InWords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.mailet.Attribute;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mail that waits: each in the repository as it was held last, with one ticket. A mail is written once for all its waits, unless a
 * try changes it. Thread-safe.
 */
final class Shelf {
    /** What another node tries is asked for again after this: that node may be gone, and this be its ticket. */
    static final Duration OTHERS_TURN = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(Shelf.class);

    /** What James cannot read now waits so long. */
    static final Duration UNREADABLE = Duration.ofMinutes(1);

    private final MailRepository repository;
    private final WholeMail whole;
    private final Tickets tickets;
    private final MailTurns turns;
    private final Clock clock;
    /** Keys of mails that are open in this process: of two tickets for one mail, the second is dropped. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    /** Keys of mails whose tickets this process has. */
    private final Set<String> inHand = ConcurrentHashMap.newKeySet();
    /** Keys of mails that have left and could not be taken out of the repository. */
    private final Set<String> left = ConcurrentHashMap.newKeySet();

    Shelf(MailRepository repository, Tickets tickets, MailTurns turns, Clock clock) {
        this.repository = repository;
        this.whole = new WholeMail(repository);
        this.tickets = tickets;
        this.turns = turns;
        this.clock = clock;
    }

    /** How many mails it holds, those under way among them. */
    long size() throws MessagingException {
        return repository.size();
    }

    /** The first mails by name behind that one: of the others, only the keys are read. */
    List<ShownMail> page(@Nullable String after, int limit) throws MessagingException {
        TreeMap<String, MailKey> first = new TreeMap<>();
        for (Iterator<MailKey> all = repository.list(); all.hasNext(); ) {
            MailKey key = all.next();
            String name = HeldState.nameIn(key.asString());
            if (after == null || name.compareTo(after) > 0) {
                first.put(name, key);
                if (first.size() > limit) {
                    first.pollLastEntry();
                }
            }
        }
        List<ShownMail> page = new ArrayList<>();
        for (Map.Entry<String, MailKey> entry : first.entrySet()) {
            Mail mail = repository.retrieve(entry.getValue());
            if (mail != null) {
                try {
                    page.add(ShownMail.of(entry.getKey(), mail, null));
                } finally {
                    LifecycleUtil.dispose(mail);
                }
            }
        }
        return page;
    }

    /** Looks for mail that has lost its ticket; the same at each look. */
    LostTickets lost(String room) {
        return new LostTickets(room, repository, whole, tickets, inHand, clock);
    }

    DueMail due(Tickets.DueTicket ticket) {
        return new Held(ticket);
    }

    /** Takes a mail that was not here before. The caller still has it when that fails. */
    void hold(Mail mail, String key, Duration wait) throws MessagingException {
        HeldState state = HeldState.first(key, serial());
        store(mail, state);
        try {
            tickets.issue(new Ticket(key, state.serial(), since(mail)), wait);
        } catch (MessagingException | RuntimeException e) {
            // The caller still has the mail. A ticket that came through in spite of this finds nothing.
            repository.remove(new MailKey(key));
            throw e;
        }
    }

    private void store(Mail mail, HeldState state) throws MessagingException {
        state.during(mail, repository::store);
    }

    private Instant since(Mail mail) {
        return MailAttributes.since(mail).orElseGet(clock::instant);
    }

    private static long serial() {
        return ThreadLocalRandom.current().nextLong();
    }

    /** A mail that has waited. */
    private final class Held implements DueMail {
        private final Tickets.DueTicket due;
        private final Ticket ticket;
        private @Nullable Mail mail;
        private @Nullable Content asStored;
        private boolean heldAgain;

        /** What a try may change. */
        private record Content(Collection<MailAddress> recipients, Set<Attribute> attributes) {
            static Content of(Mail mail) {
                return new Content(
                        Set.copyOf(mail.getRecipients()), mail.attributes().collect(Collectors.toSet()));
            }
        }

        Held(Tickets.DueTicket due) {
            this.due = due;
            this.ticket = due.ticket();
            inHand.add(ticket.key());
        }

        @Override
        public String name() {
            return HeldState.nameIn(ticket.key());
        }

        @Override
        public Instant since() {
            return ticket.since();
        }

        @Override
        public @Nullable Mail open() throws MessagingException {
            if (mail == null && (hasLeft() || !isOpened())) {
                inHand.remove(ticket.key());
                due.done();
            }
            return mail;
        }

        /** Whether the mail is in hand now; otherwise this ticket has done what it is good for. */
        private boolean isOpened() throws MessagingException {
            // The first ticket sees to the mail: this one is one too many.
            if (!open.add(ticket.key())) {
                return false;
            }
            if (!turns.take(ticket.key())) {
                open.remove(ticket.key());
                tickets.issue(ticket, OTHERS_TURN);
                return false;
            }
            try {
                mail = admitted(whole.read(ticket.key()));
                return mail != null;
            } finally {
                if (mail == null) {
                    endTurn();
                }
            }
        }

        private @Nullable Mail admitted(@Nullable Mail found) throws MessagingException {
            if (found == null) {
                return null;
            }
            Optional<HeldState> state = HeldState.of(found);
            if (state.isPresent() && state.get().admits(ticket)) {
                HeldState.takeOff(found, name());
                asStored = Content.of(found);
                return found;
            }
            LifecycleUtil.dispose(found);
            if (state.isEmpty()) {
                LOGGER.warn(
                        "James reads {} without its attributes, and it is tried again in {}. Restart James: its connections to PostgreSQL"
                                + " from before the extension hstore was made cannot read them",
                        name(),
                        InWords.duration(UNREADABLE));
                tickets.issue(ticket, UNREADABLE);
            }
            return null;
        }

        private void endTurn() {
            open.remove(ticket.key());
            turns.giveBack(ticket.key());
        }

        private boolean hasLeft() throws MessagingException {
            if (left.contains(ticket.key())) {
                takeOut();
                return true;
            }
            return false;
        }

        private void takeOut() throws MessagingException {
            repository.remove(new MailKey(ticket.key()));
            left.remove(ticket.key());
            turns.giveBack(ticket.key());
        }

        @Override
        public void hold(Duration wait) throws MessagingException {
            Ticket next = ticket;
            if (mail != null && !Content.of(mail).equals(asStored)) {
                next = new Ticket(ticket.key(), serial(), ticket.since());
                // Before its ticket, which another node may have at once; until then the one in hand counts.
                store(mail, new HeldState(ticket.key(), next.serial(), ticket.serial()));
            }
            endTurn();
            tickets.issue(next, wait);
            heldAgain = true;
        }

        @Override
        public void leave() throws MessagingException {
            if (!heldAgain) {
                left.add(ticket.key());
                open.remove(ticket.key());
                try {
                    takeOut();
                } catch (MessagingException | RuntimeException e) {
                    // This process keeps its turn: when it gets the ticket again it takes the mail out instead of
                    // trying it.
                    due.giveBack();
                    throw e;
                }
            }
            inHand.remove(ticket.key());
            due.done();
        }

        @Override
        public void giveBack() {
            if (mail != null) {
                endTurn();
            }
            inHand.remove(ticket.key());
            due.giveBack();
        }
    }
}

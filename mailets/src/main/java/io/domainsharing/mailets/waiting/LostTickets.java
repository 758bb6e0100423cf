// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import io.domainsharing.mailets.trace.MailAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail that lies in the repository and has no ticket, so that it would lie there for ever: a broker that was set up anew, say, or
 * emptied by hand. It gets a ticket at the second look that finds none. For one thread at a time.
 */
final class LostTickets {
    /** A mail whose ticket is in the hands of another node has none to be seen: no try takes as long as from one look to the next. */
    static final Duration EVERY = Duration.ofMinutes(30);

    private static final Logger LOGGER = LoggerFactory.getLogger(LostTickets.class);

    private final String room;
    private final MailRepository repository;
    private final WholeMail whole;
    private final Tickets tickets;
    private final Set<String> inHand;
    private final Clock clock;
    private Set<String> suspected = Set.of();

    /** @param inHand keys of the mails whose tickets are in the hands of this process; others change it */
    LostTickets(
            String room, MailRepository repository, WholeMail whole, Tickets tickets, Set<String> inHand, Clock clock) {
        this.room = room;
        this.repository = repository;
        this.whole = whole;
        this.tickets = tickets;
        this.inHand = inHand;
        this.clock = clock;
    }

    /** Costs two counts where there is nothing to do. */
    void look() {
        try {
            suspected = repository.size() <= tickets.count() ? Set.of() : replaced(withoutTicket());
        } catch (MessagingException | RuntimeException e) {
            LOGGER.warn("Whether mail in {} has lost its ticket cannot be told now", room, e);
        }
    }

    private Set<String> withoutTicket() throws MessagingException {
        Set<String> keys = new HashSet<>();
        // In this order: what is held after that has a ticket.
        for (Iterator<MailKey> all = repository.list(); all.hasNext(); ) {
            keys.add(all.next().asString());
        }
        tickets.show(Integer.MAX_VALUE, ticket -> keys.remove(ticket.key()));
        keys.removeAll(inHand);
        return keys;
    }

    /** Replaces the tickets of those that had none at the last look either; the others are suspected. */
    private Set<String> replaced(Set<String> missing) throws MessagingException {
        int count = 0;
        for (String key : missing) {
            if (suspected.contains(key) && replace(key)) {
                count++;
            }
        }
        if (count > 0) {
            LOGGER.warn("{} mails in {} had lost their tickets in RabbitMQ, and are tried now", count, room);
        }
        return missing;
    }

    private boolean replace(String key) throws MessagingException {
        Mail mail = whole.read(key);
        if (mail == null) {
            return false;
        }
        try {
            Optional<HeldState> state = HeldState.of(mail);
            if (state.isPresent()) {
                tickets.issue(
                        new Ticket(
                                key,
                                state.get().serial(),
                                MailAttributes.since(mail).orElseGet(clock::instant)),
                        Duration.ZERO);
            }
            return state.isPresent();
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.SharedState;
import io.domainsharing.ownership.state.UnreliableState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two tickets for one mail, in the hands of two nodes of a site at once, as after a broker or a node was killed. */
@Tag("L2")
class LeasedTurnsTest {
    private static final Duration LONG = Duration.ofHours(1);

    /** Removes nothing while the test says so. */
    private static final class Repository extends MemoryMailRepository {
        private final AtomicBoolean broken = new AtomicBoolean();

        @Override
        public void remove(MailKey key) {
            if (broken.get()) {
                throw new IllegalStateException("the database is away");
            }
            super.remove(key);
        }
    }

    private final Repository repository = new Repository();
    private final InMemoryTickets tickets = new InMemoryTickets();

    /** The reason for turns: with its ticket alone each of the two hands the mail over. */
    @Test
    void mailShouldBeOpenedByBothWhereNothingIsShared() throws Exception {
        Shelf one = new Shelf(repository, tickets, MailTurns.NONE, new FakeClock());
        Shelf two = new Shelf(repository, tickets, MailTurns.NONE, new FakeClock());
        one.hold(Mails.mail("sender@elsewhere.example", "bob@example.com"), "mail.key", LONG);
        List<Ticket> shown = new ArrayList<>();
        tickets.show(1, shown::add);

        assertThat(one.due(new TicketInHand(shown.get(0))).open()).isNotNull();
        assertThat(two.due(new TicketInHand(shown.get(0))).open()).isNotNull();
    }

    @Test
    void mailShouldBeOpenedByOneOfTwoNodesThatHaveATicketForItEach() throws Exception {
        FakeClock clock = new FakeClock();
        SharedState state = new MemoryState(clock);
        try (Node one = new Node(state, clock);
                Node two = new Node(state, clock)) {
            Ticket ticket = held(one);
            DueMail first = one.shelf.due(new TicketInHand(ticket));
            assertThat(first.open()).isNotNull();

            TicketInHand second = new TicketInHand(ticket);
            assertThat(two.shelf.due(second).open()).isNull();

            assertThat(second.isDone).isTrue();
            assertThat(tickets.count())
                    .as("it may be that of a node that is gone")
                    .isEqualTo(2);
            first.leave();
            assertThat(two.shelf.due(new TicketInHand(ticket)).open()).isNull();
            assertThat(repository.size()).isZero();
        }
    }

    @Test
    void mailOfANodeThatIsGoneShouldBeOpenedWhenItsTurnIsOver() throws Exception {
        FakeClock clock = new FakeClock();
        SharedState state = new MemoryState(clock);
        try (Node two = new Node(state, clock)) {
            Ticket ticket;
            try (Node gone = new Node(state, clock)) {
                ticket = held(gone);
                assertThat(gone.shelf.due(new TicketInHand(ticket)).open()).isNotNull();
                gone.timer.advance(LeasedTurns.LIFETIME.multipliedBy(3));
                assertThat(two.shelf.due(new TicketInHand(ticket)).open())
                        .as("a try may take long")
                        .isNull();
            }

            clock.advance(LeasedTurns.LIFETIME);

            assertThat(two.shelf.due(new TicketInHand(ticket)).open()).isNotNull();
        }
    }

    @Test
    void mailThatIsHeldAgainOrGivenBackShouldBeForAnyNode() throws Exception {
        FakeClock clock = new FakeClock();
        SharedState state = new MemoryState(clock);
        try (Node one = new Node(state, clock);
                Node two = new Node(state, clock)) {
            Ticket ticket = held(one);
            DueMail first = one.shelf.due(new TicketInHand(ticket));
            assertThat(first.open()).isNotNull();
            first.hold(LONG);
            first.leave();

            DueMail second = two.shelf.due(new TicketInHand(ticket));
            assertThat(second.open()).isNotNull();
            second.giveBack();

            assertThat(one.shelf.due(new TicketInHand(ticket)).open()).isNotNull();
        }
    }

    @Test
    void mailThatLeftAndCouldNotBeTakenOutShouldNotBeTriedByAnotherNode() throws Exception {
        FakeClock clock = new FakeClock();
        SharedState state = new MemoryState(clock);
        try (Node one = new Node(state, clock);
                Node two = new Node(state, clock)) {
            Ticket ticket = held(one);
            DueMail first = one.shelf.due(new TicketInHand(ticket));
            assertThat(first.open()).isNotNull();
            repository.broken.set(true);
            assertThatThrownBy(first::leave).isInstanceOf(IllegalStateException.class);
            repository.broken.set(false);

            assertThat(two.shelf.due(new TicketInHand(ticket)).open()).isNull();

            assertThat(one.shelf.due(new TicketInHand(ticket)).open()).isNull();
            assertThat(repository.size()).isZero();
        }
    }

    @Test
    void nodeShouldTryWhileNobodyCanSayWhoseTurnItIs() throws Exception {
        FakeClock clock = new FakeClock();
        UnreliableState state = new UnreliableState(new MemoryState(clock));
        try (Node one = new Node(state, clock)) {
            Ticket ticket = held(one);
            state.goAway();

            assertThat(one.shelf.due(new TicketInHand(ticket)).open()).isNotNull();
        }
    }

    private Ticket held(Node node) throws Exception {
        node.shelf.hold(Mails.mail("sender@elsewhere.example", "bob@example.com"), "mail.key", LONG);
        List<Ticket> shown = new ArrayList<>();
        tickets.show(1, shown::add);
        return shown.get(0);
    }

    /** One of several over the same repository and the same tickets. */
    private final class Node implements AutoCloseable {
        private final FakeTimer timer;
        private final LeasedTurns turns;
        private final Shelf shelf;

        Node(SharedState state, FakeClock clock) {
            timer = new FakeTimer(clock);
            turns = new LeasedTurns(state, UUID.randomUUID().toString(), timer, Runnable::run);
            shelf = new Shelf(repository, tickets, turns, clock);
        }

        @Override
        public void close() {
            turns.close();
            timer.shutdownNow();
        }
    }

    private static final class TicketInHand implements Tickets.DueTicket {
        private final Ticket ticket;
        private boolean isDone;

        TicketInHand(Ticket ticket) {
            this.ticket = ticket;
        }

        @Override
        public Ticket ticket() {
            return ticket;
        }

        @Override
        public void done() {
            isDone = true;
        }

        @Override
        public void giveBack() {}
    }
}

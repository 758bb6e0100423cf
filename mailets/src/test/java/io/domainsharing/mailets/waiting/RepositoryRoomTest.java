// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Mails;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L2")
class RepositoryRoomTest implements WaitingRoomContract {
    /** Removes nothing while the test says so, and gives so many mails without their attributes. */
    private static final class Repository extends MemoryMailRepository {
        private final AtomicInteger blindReads = new AtomicInteger();
        private boolean broken;

        @Override
        public @Nullable Mail retrieve(MailKey key) {
            Mail mail = super.retrieve(key);
            if (mail != null && blindReads.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return withoutAttributes(mail);
            }
            return mail;
        }

        private static Mail withoutAttributes(Mail mail) {
            try {
                Mail blind = MailImpl.duplicate(mail);
                blind.setName(mail.getName());
                blind.removeAllAttributes();
                return blind;
            } catch (MessagingException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void remove(MailKey key) {
            if (broken) {
                throw new IllegalStateException("the database is away");
            }
            super.remove(key);
        }
    }

    private final Repository repository = new Repository();
    private final InMemoryTickets tickets = new InMemoryTickets();
    private final WaitingRoom testee =
            new RepositoryRoom(new ForgetfulQueue("some"), repository, tickets, MailTurns.NONE, Clock.systemUTC());

    @Override
    public WaitingRoom testee() {
        return testee;
    }

    @Test
    void mailShouldBeStoredOnceForAllItsWaitsWhenNothingChanges() throws Exception {
        testee.hold(mail(), LONG);
        MailKey key = repository.list().next();
        Mail stored = Objects.requireNonNull(repository.retrieve(key));
        try (Taker taker = new Taker(testee)) {
            testee.release();
            DueMail due = taker.next(1);
            Objects.requireNonNull(due.open());
            due.hold(LONG);
            due.leave();
        }

        assertThat(repository.list().next()).isEqualTo(key);
        assertThat(Objects.requireNonNull(repository.retrieve(key)).attributesMap())
                .isEqualTo(stored.attributesMap());
    }

    @Test
    void mailShouldBeReadAgainWhenTheDatabaseGivesItWithoutAttributes() throws Exception {
        Mail bearing = mail();
        bearing.setAttribute(Attribute.convertToAttribute("some", "thing"));
        testee.hold(bearing, LONG);
        repository.blindReads.set(3);
        try (Taker taker = new Taker(testee)) {
            testee.release();
            Mail opened = Objects.requireNonNull(taker.next(1).open());

            assertThat(opened.attributesMap())
                    .isEqualTo(bearing.attributesMap())
                    .isNotEmpty();
        }
    }

    @Test
    void mailThatIsNeverReadWholeShouldKeepATicketUntilItIs() throws Exception {
        testee.hold(mail(), LONG);
        repository.blindReads.set(Integer.MAX_VALUE);
        try (Taker taker = new Taker(testee)) {
            testee.release();
            assertThat(taker.next(1).open()).isNull();
            assertThat(tickets.count()).isEqualTo(1);
            assertThat(repository.size()).isEqualTo(1);

            repository.blindReads.set(0);
            testee.release();

            assertThat(taker.next(2).open()).isNotNull();
        }
    }

    @Test
    void nothingShouldBeLeftBehindWhenTheBrokerTakesNoTicket() {
        tickets.failWith(new MessagingException("away"));

        assertThatThrownBy(() -> testee.hold(mail(), LONG)).hasMessage("away");

        assertThat(repository.size()).isZero();
    }

    @Test
    void mailShouldStillBeTriedByItsFormerTicketWhenTheNextOneFails() throws Exception {
        testee.hold(mail(), LONG);
        try (Taker taker = new Taker(testee)) {
            testee.release();
            DueMail due = taker.next(1);
            Objects.requireNonNull(due.open()).setRecipients(List.of(new MailAddress("a@b.example")));
            tickets.failWith(new MessagingException("away"));
            assertThatThrownBy(() -> due.hold(LONG)).hasMessage("away");
            due.giveBack();
            tickets.failWith(null);

            DueMail again = taker.next(2);
            assertThat(Objects.requireNonNull(again.open()).getRecipients())
                    .containsExactly(new MailAddress("a@b.example"));
            again.leave();
        }
        assertThat(repository.size()).isZero();
    }

    @Test
    void mailShouldBeOpenedOnceWhenThereAreTwoTicketsForIt() throws Exception {
        testee.hold(mail(), LONG);
        List<Ticket> shown = new ArrayList<>();
        tickets.show(1, shown::add);
        tickets.issue(shown.get(0), Duration.ZERO);
        try (Taker taker = new Taker(testee)) {
            DueMail first = taker.next(1);
            assertThat(first.open()).isNotNull();
            testee.release();
            DueMail second = taker.next(2);
            assertThat(second.open()).isNull();

            first.leave();
            await().during(Duration.ofMillis(200)).until(() -> taker.count() == 2);
        }
        assertThat(repository.size()).isZero();
    }

    @Test
    void ticketForAnEarlierStateShouldCountForNothing() throws Exception {
        testee.hold(mail(), LONG);
        List<Ticket> shown = new ArrayList<>();
        tickets.show(1, shown::add);
        try (Taker taker = new Taker(testee)) {
            testee.release();
            for (int change = 1; change <= 2; change++) {
                DueMail due = taker.next(change);
                Objects.requireNonNull(due.open()).setRecipients(List.of(new MailAddress("r" + change + "@b.example")));
                due.hold(change == 1 ? Duration.ofMillis(20) : LONG);
                due.leave();
            }
            tickets.issue(shown.get(0), Duration.ZERO);

            assertThat(taker.next(3).open()).isNull();
        }
        assertThat(repository.size()).isOne();
        assertThat(tickets.count()).isOne();
    }

    @Test
    void mailThatHasLeftShouldNotBeTriedAgainWhenTheRepositoryKeepsIt() throws Exception {
        testee.hold(mail(), LONG);
        try (Taker taker = new Taker(testee)) {
            testee.release();
            DueMail due = taker.next(1);
            Objects.requireNonNull(due.open());
            repository.broken = true;
            assertThatThrownBy(due::leave).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> taker.next(2).open()).isInstanceOf(IllegalStateException.class);
            repository.broken = false;
            taker.next(2).hold(Duration.ZERO);

            assertThat(taker.next(3).open()).isNull();
        }
        assertThat(repository.size()).isZero();
    }

    @Test
    void mailShouldBeTriedWhenTheBrokerHasLostItsTicket() throws Exception {
        WaitingRoom looking = new RepositoryRoom(
                new ForgetfulQueue("some"),
                repository,
                tickets,
                MailTurns.NONE,
                Clock.systemUTC(),
                Duration.ofMillis(100));
        looking.hold(mail(), LONG);
        looking.hold(mail(), LONG);
        tickets.forget();
        looking.hold(mail(), LONG);
        try (Taker taker = new Taker(looking)) {
            for (int number = 1; number <= 2; number++) {
                DueMail due = taker.next(number);
                assertThat(due.open()).isNotNull();
                due.leave();
            }
            await().during(Duration.ofMillis(500)).until(() -> taker.count() == 2);
        }
        assertThat(repository.size()).isOne();
    }

    @Test
    void mailUnderWayShouldGetNoSecondTicket() throws Exception {
        WaitingRoom looking = new RepositoryRoom(
                new ForgetfulQueue("some"),
                repository,
                tickets,
                MailTurns.NONE,
                Clock.systemUTC(),
                Duration.ofMillis(50));
        looking.hold(mail(), Duration.ofMillis(10));
        try (Taker taker = new Taker(looking)) {
            DueMail due = taker.next(1);
            assertThat(due.open()).isNotNull();
            await().during(Duration.ofMillis(500)).until(() -> taker.count() == 1);
            due.leave();
        }
        assertThat(tickets.issued()).isOne();
    }

    private static Mail mail() throws Exception {
        return Mails.mail("sender@elsewhere.example", "bob@example.com");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** What holds for tickets whatever broker they are in. Waits are short, for they pass in real time. */
@Tag("P1")
public interface TicketsContract {
    Duration LONG = Duration.ofHours(1);

    /** Of a room of its own; the same at each call within one test. */
    Tickets testee() throws Exception;

    /** Takes tickets and ends none. */
    final class Taker implements AutoCloseable {
        private final List<Tickets.DueTicket> taken = new CopyOnWriteArrayList<>();
        private final Disposable subscription;

        public Taker(Tickets tickets) {
            subscription = tickets.due().subscribe(taken::add);
        }

        public Tickets.DueTicket next(int number) {
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> taken.size() >= number);
            return taken.get(number - 1);
        }

        public int count() {
            return taken.size();
        }

        @Override
        public void close() {
            subscription.dispose();
        }
    }

    @Test
    default void ticketShouldComeBackOnceWhenItsWaitIsOver() throws Exception {
        Instant issued = Clock.systemUTC().instant();
        testee().issue(ticket("one"), Duration.ofMillis(700));
        try (Taker taker = new Taker(testee())) {
            Tickets.DueTicket due = taker.next(1);
            assertThat(Duration.between(issued, Clock.systemUTC().instant())).isGreaterThan(Duration.ofMillis(690));
            assertThat(due.ticket()).isEqualTo(ticket("one"));
            due.done();
        }
        try (Taker other = new Taker(testee())) {
            await().during(Duration.ofMillis(300)).until(() -> other.count() == 0);
        }
        assertThat(testee().count()).isZero();
    }

    @Test
    default void shortWaitShouldNotBeHeldUpByALongOne() throws Exception {
        testee().issue(ticket("long"), LONG);
        testee().issue(ticket("short"), Duration.ofMillis(200));
        testee().issue(ticket("now"), Duration.ZERO);
        try (Taker taker = new Taker(testee())) {
            assertThat(taker.next(1).ticket()).isEqualTo(ticket("now"));
            assertThat(taker.next(2).ticket()).isEqualTo(ticket("short"));
            await().during(Duration.ofMillis(300)).until(() -> taker.count() == 2);
        }
    }

    @Test
    default void everyTicketShouldBeDueWhenTheyAreReleased() throws Exception {
        for (int number = 0; number < 450; number++) {
            testee().issue(ticket("t" + number), number % 2 == 0 ? LONG : Duration.ofMinutes(10));
        }
        assertThat(testee().count()).isEqualTo(450);

        assertThat(testee().release()).isEqualTo(450);

        List<String> keys = new ArrayList<>();
        try (Taker taker = new Taker(testee())) {
            for (int number = 1; number <= 450; number++) {
                Tickets.DueTicket due = taker.next(number);
                keys.add(due.ticket().key());
                due.done();
            }
        }
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(testee().count()).isZero();
    }

    @Test
    default void ticketShouldComeToAnotherTakerWhenItIsGivenBackOrItsTakerGoes() throws Exception {
        testee().issue(ticket("one"), Duration.ZERO);
        Tickets.DueTicket back;
        try (Taker taker = new Taker(testee())) {
            taker.next(1).giveBack();
            back = taker.next(2);
            assertThat(back.ticket()).isEqualTo(ticket("one"));
        }
        if (survivesItsTaker()) {
            try (Taker other = new Taker(testee())) {
                assertThat(other.next(1).ticket()).isEqualTo(ticket("one"));
                other.next(1).done();
            }
        }
    }

    /** Whether it is a broker's: one in memory is lost with whoever had it. */
    boolean survivesItsTaker();

    @Test
    default void ticketsShouldBeShownAndKeepTheirWait() throws Exception {
        testee().issue(ticket("one"), LONG);
        testee().issue(ticket("two"), Duration.ofMinutes(10));

        List<Ticket> shown = new ArrayList<>();
        testee().show(10, shown::add);

        assertThat(shown).containsExactlyInAnyOrder(ticket("one"), ticket("two"));
        await().until(() -> testee().count() == 2);
        List<Ticket> one = new ArrayList<>();
        testee().show(1, one::add);
        assertThat(one).hasSize(1);
        try (Taker taker = new Taker(testee())) {
            await().during(Duration.ofMillis(300)).until(() -> taker.count() == 0);
        }
    }

    /** A ticket for that mail. */
    static Ticket ticket(String key) {
        return new Ticket(key, 17, Instant.ofEpochMilli(1_700_000_000_000L));
    }
}

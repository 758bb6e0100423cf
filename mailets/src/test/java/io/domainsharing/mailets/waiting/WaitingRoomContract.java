// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.trace.MailAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** What holds for every waiting room. Waits are short, for the rooms run in real time. */
@Tag("P1")
public interface WaitingRoomContract {
    Duration LONG = Duration.ofHours(1);

    /** An empty room; the same at each call within one test. */
    WaitingRoom testee() throws Exception;

    /** Whether {@link WaitingRoom#size} counts mail that is under way. */
    default boolean countsOpenMail() {
        return true;
    }

    /** Takes what is due, one after the other. */
    final class Taker implements AutoCloseable {
        private final List<DueMail> taken = new CopyOnWriteArrayList<>();
        private final Disposable subscription;

        Taker(WaitingRoom room) {
            // As a queue's own worker does: whoever asks ActiveMQ waits.
            subscription = room.due()
                    .subscribeOn(Schedulers.boundedElastic())
                    .publishOn(Schedulers.boundedElastic(), 1)
                    .subscribe(taken::add);
        }

        /** Within half a minute: ActiveMQ looks for mail whose wait is over each ten seconds. */
        DueMail next(int number) {
            await().atMost(Duration.ofSeconds(30)).until(() -> taken.size() >= number);
            return taken.get(number - 1);
        }

        int count() {
            return taken.size();
        }

        @Override
        public void close() {
            subscription.dispose();
        }
    }

    @Test
    default void mailShouldBeDueAtOnceWhenItIsAdded() throws Exception {
        testee().add(mail("one"));

        try (Taker taker = new Taker(testee())) {
            DueMail due = taker.next(1);
            assertThat(due.name()).isEqualTo("one");
            assertThat(text(opened(due))).isEqualTo(text(mail("one")));
            due.leave();
        }
        assertThat(testee().isEmpty()).isTrue();
    }

    @Test
    default void mailShouldStayUntilItsWaitIsOver() throws Exception {
        testee().hold(mail("one"), Duration.ofSeconds(2));
        Instant held = Clock.systemUTC().instant();

        try (Taker taker = new Taker(testee())) {
            assertThat(testee().size()).isEqualTo(1);
            DueMail due = taker.next(1);
            assertThat(Duration.between(held, Clock.systemUTC().instant())).isGreaterThan(Duration.ofMillis(1_500));
            assertThat(opened(due).getName()).isEqualTo("one");
            due.leave();
        }
        assertThat(testee().isEmpty()).isTrue();
    }

    @Test
    default void mailShouldBeDueWhenItIsReleased() throws Exception {
        for (String name : List.of("one", "two", "three")) {
            testee().hold(mail(name), LONG);
        }
        List<String> names = new ArrayList<>();
        try (Taker taker = new Taker(testee())) {
            await().during(Duration.ofMillis(300)).until(() -> taker.count() == 0);
            testee().release();
            for (int number = 1; number <= 3; number++) {
                DueMail due = taker.next(number);
                names.add(opened(due).getName());
                due.leave();
            }
        }
        assertThat(names).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(testee().isEmpty()).isTrue();
    }

    @Test
    default void mailShouldComeBackAsItIsThenWhenItIsHeldAgain() throws Exception {
        testee().hold(mail("one", "bob@example.com", "sam@example.com"), Duration.ofMillis(50));
        AttributeName mark = AttributeName.of("some.mark");
        try (Taker taker = new Taker(testee())) {
            DueMail due = taker.next(1);
            Mail first = opened(due);
            first.setRecipients(List.of(new MailAddress("sam@example.com")));
            first.setAttribute(new Attribute(mark, AttributeValue.of("seen")));
            due.hold(Duration.ofMillis(50));
            due.leave();

            DueMail again = taker.next(2);
            Mail second = opened(again);
            assertThat(second.getRecipients()).containsExactly(new MailAddress("sam@example.com"));
            assertThat(AttributeUtils.getValueAndCastFromMail(second, mark, String.class))
                    .contains("seen");
            assertThat(second.getName()).isEqualTo("one");
            assertThat(text(second)).isEqualTo(text(mail("one")));
            again.leave();
            await().during(Duration.ofMillis(300)).until(() -> taker.count() == 2);
        }
        assertThat(testee().isEmpty()).isTrue();
    }

    @Test
    default void mailShouldComeBackOnceWhenItIsHeldUnopened() throws Exception {
        testee().hold(mail("one"), Duration.ofMillis(50));
        try (Taker taker = new Taker(testee())) {
            for (int turn = 1; turn <= 3; turn++) {
                DueMail due = taker.next(turn);
                due.hold(Duration.ofMillis(50));
                due.leave();
            }
            DueMail last = taker.next(4);
            assertThat(text(opened(last))).isEqualTo(text(mail("one")));
            last.leave();
            await().during(Duration.ofMillis(300)).until(() -> taker.count() == 4);
        }
        assertThat(testee().isEmpty()).isTrue();
    }

    @Test
    default void mailShouldBeOfferedAgainWhenItIsGivenBack() throws Exception {
        testee().hold(mail("one"), Duration.ofMillis(50));
        try (Taker taker = new Taker(testee())) {
            DueMail due = taker.next(1);
            opened(due);
            due.giveBack();

            DueMail again = taker.next(2);
            assertThat(text(opened(again))).isEqualTo(text(mail("one")));
            again.leave();
        }
        assertThat(testee().isEmpty()).isTrue();
    }

    @Test
    default void mailOfTheSameNameShouldNotReplaceAnother() throws Exception {
        testee().hold(mail("one", "bob@example.com"), LONG);
        testee().hold(mail("one", "sam@example.com"), LONG);

        assertThat(testee().size()).isEqualTo(2);
        testee().release();
        List<MailAddress> recipients = new ArrayList<>();
        try (Taker taker = new Taker(testee())) {
            for (int number = 1; number <= 2; number++) {
                DueMail due = taker.next(number);
                recipients.addAll(opened(due).getRecipients());
                due.leave();
            }
        }
        assertThat(recipients)
                .containsExactlyInAnyOrder(new MailAddress("bob@example.com"), new MailAddress("sam@example.com"));
    }

    @Test
    default void whatWaitsShouldBeShownAndStay() throws Exception {
        Mail old = mail("old");
        MailAttributes.startAge(old, Clock.systemUTC());
        testee().hold(old, LONG);
        testee().hold(mail("new"), LONG);

        Map<String, Optional<Instant>> shown = new HashMap<>();
        testee().show(10, (name, since, next) -> shown.put(name, Optional.ofNullable(since)));

        assertThat(shown).containsOnlyKeys("old", "new").containsEntry("old", MailAttributes.since(old));
        await().until(() -> Long.valueOf(2).equals(testee().size()));
        List<String> one = new ArrayList<>();
        testee().show(1, (name, since, next) -> one.add(name));
        assertThat(one).hasSize(1);
    }

    @Test
    default void mailsShouldBeShownByNameAndByPages() throws Exception {
        for (String name : List.of("c", "a", "d", "b")) {
            testee().hold(mail(name, name + "@example.com"), LONG);
        }

        List<ShownMail> first = testee().page(null, 3).orElseThrow();
        List<ShownMail> second = testee().page("c", 3).orElseThrow();

        assertThat(first).extracting(ShownMail::name).containsExactly("a", "b", "c");
        assertThat(first.get(0).recipients()).containsExactly(new MailAddress("a@example.com"));
        assertThat(first.get(0).sender().asString()).isEqualTo("sender@elsewhere.example");
        assertThat(first.get(0).size()).isPositive();
        assertThat(second).extracting(ShownMail::name).containsExactly("d");
        await().until(() -> Long.valueOf(4).equals(testee().size()));
    }

    private static Mail opened(DueMail due) throws Exception {
        return Objects.requireNonNull(due.open());
    }

    private static Mail mail(String name, String... recipients) throws Exception {
        Mail mail = Mails.mail(
                "sender@elsewhere.example", recipients.length == 0 ? new String[] {"bob@example.com"} : recipients);
        mail.setName(name);
        return mail;
    }

    private static String text(Mail mail) throws Exception {
        java.io.ByteArrayOutputStream octets = new java.io.ByteArrayOutputStream();
        mail.getMessage().writeTo(octets);
        return octets.toString(StandardCharsets.ISO_8859_1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.mailets.trace.MailAttributes;
import io.domainsharing.mailets.waiting.QueueRoom;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.waiting.HeldMail;
import java.time.Duration;
import java.time.Instant;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private final FakeClock clock = new FakeClock();
    private final Instant start = clock.instant();
    private final Waits testee = new Waits(clock);
    private int mails;

    @Test
    void oldestAndNextShouldBeToldOfDifferentMails() throws Exception {
        testee.begin(waiting(), Duration.ofHours(4));
        clock.advance(Duration.ofMinutes(10));
        testee.begin(waiting(), Duration.ofMinutes(1));

        assertThat(testee.held(2)).isEqualTo(new HeldMail(2L, start, start.plus(Duration.ofMinutes(11)), null));
    }

    @Test
    void mailShouldBeForgottenWhenItHasLeft() throws Exception {
        Mail left = waiting();
        testee.begin(left, Duration.ZERO);
        clock.advance(Duration.ofMinutes(10));
        testee.begin(waiting(), Duration.ZERO);

        testee.end(left);

        assertThat(testee.held(1).oldestSince()).isEqualTo(clock.instant());
    }

    @Test
    void mailThatAnOperatorRemovedShouldBeForgottenOnceItIsOverdue() throws Exception {
        testee.begin(waiting(), Duration.ofMinutes(1));
        clock.advance(Duration.ofMinutes(30));
        testee.begin(waiting(), Duration.ofHours(1));

        assertThat(testee.held(1).oldestSince()).isEqualTo(clock.instant());
    }

    @Test
    void mailOfBeforeTheStartShouldBeNotedAndStayInItsQueue() throws Exception {
        ManageableMailQueue queue = new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory())
                .createQueue(MailQueueName.of("before"));
        queue.enQueue(waiting(), Duration.ofHours(1));

        testee.beginWith(new QueueRoom(queue));

        HeldMail held = testee.held(1);
        assertThat(held.oldestSince()).isEqualTo(start);
        assertThat(held.nextAttempt()).isNotNull();
        // Its content too: what is disposed of has none.
        assertThat(queue.browse().next().getMail().getMessage().getSize()).isPositive();
    }

    private Mail waiting() throws Exception {
        Mail mail = Mails.mail("sender@elsewhere.example", "bob@example.com");
        mail.setName("mail" + mails++);
        MailAttributes.startAge(mail, clock);
        return mail;
    }
}

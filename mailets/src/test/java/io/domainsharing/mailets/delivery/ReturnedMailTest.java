// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is returned and why, and what stays while nothing can be returned. */
class ReturnedMailTest extends DestinationQueueFixture {
    @Test
    @Tag("L2")
    void mailWithoutSenderShouldGoToTheErrorProcessorWhenRefused() throws Exception {
        sink.answer("gone@example.com", "550 5.7.1 not for you");

        send("<>", "gone@example.com", "bob@example.com");

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        SentMail kept = bench.context.getSentMails().get(0);
        assertThat(kept.getState()).isEqualTo(Mail.ERROR);
        assertThat(kept.getRecipients()).isEqualTo(addresses("gone@example.com"));
        assertThat(text(kept, Bouncer.DELIVERY_ERROR)).startsWith("550 5.7.1 not for you");
        assertThat(sink.taken()).extracting(SmtpSink.Taken::sender).containsExactly("");
    }

    @Test
    @Tag("D7")
    void mailShouldBeReturnedByAgeWithTheLastReason() throws Exception {
        sink.answer("full@example.com", "451 4.2.2 full");

        send("sender@elsewhere.example", "full@example.com");
        bench.clock.pass(Duration.ofDays(5).minusSeconds(1));
        awaitRetry();
        assertThat(bench.context.getSentMails()).isEmpty();
        bench.clock.pass(Duration.ofSeconds(1));

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        SentMail bounce = bench.context.getSentMails().get(0);
        assertThat(text(bounce, Bouncer.DELIVERY_ERROR))
                .isEqualTo("4.4.7 Delivery time expired [paris -> tokyo]; last: tokyo: 451 4.2.2 full");
        assertThat(text(bounce, Bouncer.IS_DELIVERY_PERMANENT_ERROR)).isEqualTo("false");
        assertThat(bounce.getAttributes().keySet())
                .extracting(AttributeName::asString)
                .noneMatch(name -> name.startsWith("io.domainsharing"));
    }

    @Test
    @Tag("L2")
    void refusedMailShouldBeTriedAgainWhenItCannotBeReturned() throws Exception {
        sink.answer("gone@example.com", "550 5.7.1 not for you");
        bench.refuseSpooling(true);

        send("sender@elsewhere.example", "gone@example.com", "bob@example.com");
        await().untilAsserted(() -> assertThat(bench.queued(QUEUE))
                .singleElement()
                .satisfies(mail -> assertThat(mail.getRecipients()).isEqualTo(addresses("gone@example.com"))));
        bench.refuseSpooling(false);

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(sink.taken()).hasSize(1);
    }

    @Test
    @Tag("L2")
    void nobodyShouldGetASecondCopyWhenTheSpoolBreaks() throws Exception {
        sink.answer("gone@example.com", "550 5.7.1 not for you");
        bench.failSpooling(new IllegalStateException("the broker is away"));

        send("sender@elsewhere.example", "gone@example.com", "bob@example.com");
        await().untilAsserted(() -> assertThat(bench.queued(QUEUE))
                .singleElement()
                .satisfies(mail -> assertThat(mail.getRecipients()).isEqualTo(addresses("gone@example.com"))));
        bench.refuseSpooling(false);

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(sink.taken()).hasSize(1);
    }

    @Test
    @Tag("L2")
    void expiredMailShouldStayWhenItCannotBeReturned() throws Exception {
        sink.answer("full@example.com", "451 4.2.2 full");
        bench.refuseSpooling(true);
        send("sender@elsewhere.example", "full@example.com");
        bench.clock.pass(Duration.ofDays(6));
        awaitRetry();
        bench.refuseSpooling(false);

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
    }
}

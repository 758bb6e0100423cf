// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.text;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.EnumSet;
import java.util.List;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each recipient of a mail has a reply of its own. */
class RecipientReplyTest extends DestinationQueueFixture {
    @Test
    @Tag("D7")
    void eachRecipientShouldGetWhatItsOwnReplySays() throws Exception {
        sink.answer("gone@example.com", "550 5.7.1 not for you")
                .answer("moved@example.com", "554 5.7.1 not any more")
                .answer("full@example.com", "451 4.2.2 full");

        send(
                "sender@elsewhere.example",
                "gone@example.com",
                "bob@example.com",
                "full@example.com",
                "moved@example.com");

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(2));
        assertThat(bench.context.getSentMails())
                .allSatisfy(sent -> assertThat(sent.getState()).isEqualTo("bounces"))
                .extracting(SentMail::getRecipients)
                .containsExactlyInAnyOrder(addresses("gone@example.com"), addresses("moved@example.com"));
        SentMail gone = bounceOf("gone@example.com");
        assertThat(text(gone, Bouncer.DELIVERY_ERROR)).isEqualTo("550 5.7.1 not for you [paris -> tokyo]");
        assertThat(text(gone, Bouncer.DELIVERY_ERROR_CODE)).isEqualTo("550");
        assertThat(text(gone, Bouncer.IS_DELIVERY_PERMANENT_ERROR)).isEqualTo("true");

        sink.answer("full@example.com", "250 2.1.5 room again");
        await().untilAsserted(() -> assertThat(sink.taken())
                .extracting(SmtpSink.Taken::recipients)
                .containsExactly(List.of("bob@example.com"), List.of("full@example.com")));
        assertThat(bench.context.getSentMails()).hasSize(2);
    }

    @Test
    void recipientDeferredAtRcptShouldNotShareTheRefusalAtData() throws Exception {
        sink.answer("full@example.com", "451 4.2.2 full").answer("DATA", "554 5.7.1 spam");

        send("sender@elsewhere.example", "bob@example.com", "full@example.com");

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(bench.context.getSentMails().get(0).getRecipients()).isEqualTo(addresses("bob@example.com"));
    }

    @Test
    void recipientsWithOtherNotifyParametersShouldNotBeLostWhenOneIsDeferred() throws Exception {
        sink.answer("bob@example.com", "451 4.2.2 full").answer("carol@example.com", "250 2.1.5 ok");
        MailImpl mail = mail("sender@elsewhere.example", "bob@example.com", "carol@example.com");
        mail.setDsnParameters(DsnParameters.builder()
                .addRcptParameter(
                        addresses("bob@example.com").get(0),
                        DsnParameters.RecipientDsnParameters.of(EnumSet.of(DsnParameters.Notify.FAILURE)))
                .build()
                .get());
        bench.ownership.resolveOthersTo(ON_TOKYO);
        bench.mailet().service(mail);

        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(1));
        assertThat(sink.taken().get(0).recipients()).containsExactly("carol@example.com");
        sink.answer("bob@example.com", "250 2.1.5 ok");
        await().untilAsserted(() -> assertThat(sink.taken()).hasSize(2));
        assertThat(sink.taken().get(1).recipients()).containsExactly("bob@example.com");
    }

    private SentMail bounceOf(String recipient) {
        return bench.context.getSentMails().stream()
                .filter(sent -> List.copyOf(sent.getRecipients()).equals(addresses(recipient)))
                .findFirst()
                .orElseThrow();
    }
}

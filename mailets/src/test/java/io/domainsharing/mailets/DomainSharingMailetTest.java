// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.arriving;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.message;
import static io.domainsharing.mailets.delivery.Mails.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.ownership.trace.Way;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the recipients of a mail go, and what becomes of the mail itself. */
class DomainSharingMailetTest extends DomainSharingMailetFixture {
    @Test
    @Tag("D1")
    @Tag("L2")
    void mailForEverybodyShouldGoOnceToEach() throws Exception {
        MailImpl mail = mail(
                "sender@elsewhere.example",
                "here@example.com",
                "tokyo1@example.com",
                "austin@example.com",
                "nobody@example.com",
                "unsure@example.com",
                "tokyo2@example.com",
                "foreign@elsewhere.example");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo("transport");
        assertThat(mail.getRecipients())
                .containsExactlyInAnyOrderElementsOf(
                        addresses("here@example.com", "nobody@example.com", "foreign@elsewhere.example"));
        assertThat(Mails.octets(mail)).doesNotContain(Way.HEADER);
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        await().untilAsserted(() -> assertThat(austin.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).recipients())
                .containsExactlyInAnyOrder("tokyo1@example.com", "tokyo2@example.com");
        assertThat(austin.taken().get(0).recipients()).containsExactly("austin@example.com");
        assertThat(austin.taken().get(0).data()).containsOnlyOnce("X-Domain-Sharing:");
        assertThat(bench.queued(UNDETERMINED_QUEUE)).singleElement().satisfies(kept -> assertThat(kept.getRecipients())
                .isEqualTo(addresses("unsure@example.com")));
        assertThat(bench.context.getSentMails()).isEmpty();
        assertThat(bench.count("queued_recipients_total")).isEqualTo(3);
        assertThat(bench.count("undetermined_recipients_total")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(bench.count("handover_recipients_total{tokyo,delivered}"))
                .isEqualTo(2));
        await().untilAsserted(() -> assertThat(bench.count("handover_recipients_total{austin,delivered}"))
                .isEqualTo(1));
    }

    @Test
    void mailShouldBeGoneWhenNobodyIsLeft() throws Exception {
        MailImpl mail = mail("sender@elsewhere.example", "tokyo1@example.com", "unsure@example.com");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(mail.getRecipients()).isEmpty();
    }

    @Test
    @Tag("D5")
    void mailForDomainsThatAreNotSharedShouldNotBeTouched() throws Exception {
        MailImpl mail = mail(message("X-Domain-Sharing: mine\r\n"), "sender@example.com", "x@elsewhere.example");

        mailet.service(mail);

        assertThat(mail.getMessage().getHeader(Way.HEADER)).containsExactly("mine");
        assertThat(bench.ownership.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/pdf; name=Mise en Demeure.pdf",
                "Content-Type: text/plain; charset=\"utf-8",
                "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))",
                "Subject: Gr\u00fc\u00dfe"
            })
    @Tag("H1")
    void messageShouldBeQueuedAsItCameAlsoWhereAnotherMailetTouchedIt(String line) throws Exception {
        tokyo.answer("MAIL", "451 4.3.2 later");
        String octets = "Received: x\r\n" + line + "\r\n\r\nbody";
        MailImpl mail = arriving(octets, "sender@elsewhere.example", "tokyo1@example.com", "here@example.com");
        MailImpl touched = arriving(octets, "sender@elsewhere.example", "tokyo1@example.com", "here@example.com");
        touched.getMessage().removeHeader("Bcc");

        mailet.service(mail);
        mailet.service(touched);

        assertThat(mail.getRecipients()).isEqualTo(addresses("here@example.com"));
        assertThat(octets(mail)).isEqualTo(octets);
        await().until(() -> bench.queued("domain-sharing-tokyo").size() == 2);
        assertThat(bench.queued("domain-sharing-tokyo"))
                .anySatisfy(queued -> assertThat(octets(queued))
                        .matches("(?s)X-Domain-Sharing: node=paris; peer=tokyo; hop=1;.*")
                        .endsWith("\r\n" + octets))
                .allSatisfy(queued -> assertThat(octets(queued))
                        .startsWith("X-Domain-Sharing: ")
                        .endsWith("\r\n\r\nbody"));
    }

    @Test
    void secondMailetShouldShareTheQueuesAndTheBounceProcessor() throws Exception {
        bench.mailet().service(mail("sender@elsewhere.example", "tokyo1@example.com"));

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThatThrownBy(() -> bench.mailet("others"))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("'others'")
                .hasMessageContaining("'bounces'");
    }
}

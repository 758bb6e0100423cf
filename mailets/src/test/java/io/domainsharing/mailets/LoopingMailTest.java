// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.trace.Way;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mail with the lines of earlier handovers: handed over again, or returned with its path. */
class LoopingMailTest extends DomainSharingMailetFixture {
    @Test
    @Tag("L1")
    void forgedTraceShouldNotCountWhenNoPeerBroughtTheMail() throws Exception {
        MailImpl mail = mail(
                message("X-Domain-Sharing: node=paris; peer=tokyo; hop=1\r\n"),
                "sender@elsewhere.example",
                "tokyo1@example.com",
                "here@example.com");

        mailet.service(mail);

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).data())
                .startsWith("X-Domain-Sharing: node=paris; peer=tokyo; hop=1; kept=no; of=mf;\n had=");
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    @Tag("L1")
    void mailThatWasHereShouldBeReturnedWithItsPath() throws Exception {
        MailImpl mail = fromPeer(
                "X-Domain-Sharing: node=tokyo; peer=paris; hop=2\r\n" + bench.ownLine("tokyo1@example.com"),
                "sender@elsewhere.example");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        SentMail bounce = bench.context.getSentMails().get(0);
        assertThat(bounce.getState()).isEqualTo("bounces");
        assertThat(error(bounce)).isEqualTo("5.4.6 Routing loop: paris -> tokyo -> paris");
        assertThat(bench.queued("domain-sharing-tokyo")).isEmpty();
    }

    @Test
    @Tag("L1")
    void mailWithTenHopsShouldBeReturnedWithItsPath() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int hop = Way.MOST_HOPS; hop >= 1; hop--) {
            lines.append("X-Domain-Sharing: node=n" + hop + "; peer=p; hop=" + hop + "\r\n");
        }
        MailImpl mail = fromPeer(lines.toString(), "sender@elsewhere.example");

        mailet.service(mail);

        assertThat(error(bench.context.getSentMails().get(0)))
                .isEqualTo("5.4.6 Too many hops between peers: n1 -> n2 -> n3 -> n4 -> n5 -> n6 -> n7 -> n8 -> n9"
                        + " -> n10 -> paris");
    }

    @Test
    @Tag("L1")
    void loopingMailWithoutSenderShouldGoToTheErrorProcessor() throws Exception {
        mailet.service(fromPeer(bench.ownLine("tokyo1@example.com"), "<>"));

        assertThat(bench.context.getSentMails().get(0).getState()).isEqualTo(Mail.ERROR);
        assertThat(bench.count("returned_recipients_total{loop}")).isEqualTo(1);
        assertThat(bench.count("queued_recipients_total")).isZero();
    }

    @Test
    @Tag("L1")
    void mailWithOneHopShouldBeHandedOverOnceMore() throws Exception {
        mailet.service(fromPeer("X-Domain-Sharing: node=austin; peer=paris; hop=1\r\n", "s@elsewhere.example"));

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).data())
                .contains("node=austin; peer=paris; hop=1", "node=paris; peer=tokyo; hop=2");
    }

    private static MailImpl fromPeer(String headers, String sender) throws MessagingException {
        MailImpl mail = mail(message(headers), sender, "tokyo1@example.com");
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("tokyo")));
        return mail;
    }
}

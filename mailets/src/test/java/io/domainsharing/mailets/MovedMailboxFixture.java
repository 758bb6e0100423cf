// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.QUICK;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Nodes.AUSTIN;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.SmtpSink;
import java.util.List;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tokyo is remembered as the owner of a mailbox, and knows it no more. */
abstract class MovedMailboxFixture {
    static final String SENDER = "sender@elsewhere.example";
    static final String MOVED = "moved@example.com";
    static final String UNKNOWN = "550 5.1.1 no such user";

    SmtpSink tokyo;
    SmtpSink austin;
    Bench bench;
    DomainSharingMailet mailet;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0).answer(MOVED, UNKNOWN);
        austin = new SmtpSink(0);
        bench = new Bench(QUICK, peer(TOKYO, tokyo.address()), peer(AUSTIN, austin.address()));
        bench.ownership.know(MOVED, ON_TOKYO).know("bob@example.com", ON_TOKYO);
        mailet = bench.mailet();
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
        austin.close();
    }

    Mail awaitSpooled(String recipient) throws Exception {
        await().until(() -> bench.queued("spool").size() == 1);
        Mail mail = bench.queued("spool").get(0);
        assertThat(mail.getRecipients()).isEqualTo(addresses(recipient));
        return mail;
    }

    SentMail onlyBounce() {
        List<SentMail> sent = bench.context.getSentMails();
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.QUICK;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.LOCAL;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.DomainSharingMailet;
import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.DeliveryConfigurations;
import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.delivery.SampleVerdicts;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** alice lives on paris and forwards to bob, who lives on tokyo. */
@Tag("L1")
class LoopGuardTest {
    private static final String SENDER = "sender@elsewhere.example";
    private static final String ALICE = "alice@example.com";
    private static final String BOB = "bob@example.com";

    private SmtpSink tokyo;
    private Bench bench;
    private DomainSharingMailet mailet;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0);
        useWaits(QUICK);
    }

    private void useWaits(DeliveryConfiguration delivery) throws Exception {
        bench = new Bench(delivery, peer(TOKYO, tokyo.address()));
        bench.ownership.know(ALICE, LOCAL).know(BOB, ON_TOKYO);
        mailet = bench.mailet();
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
    }

    @Test
    void copyThatComesBackShouldEndHereWhenAliceKeepsOne() throws Exception {
        aliceLeadsTo(ALICE, BOB);
        Mail back = back(throughPipeline(ALICE), "kept=no");

        mailet.service(back);

        assertThat(back.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void copyThatComesBackShouldEndHereWhenBobKeepsOne() throws Exception {
        aliceLeadsTo(BOB);
        Mail back = back(throughPipeline(ALICE), "kept=yes");

        mailet.service(back);

        assertThat(back.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void copyThatComesBackShouldBeReturnedForAliceWhenNobodyKeepsOne() throws Exception {
        aliceLeadsTo(BOB);
        Mail back = back(throughPipeline(ALICE), "kept=no");

        mailet.service(back);

        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> {
            assertThat(bounce.getRecipients()).containsExactly(address(ALICE));
            assertThat(Mails.text(bounce, Bouncer.DELIVERY_ERROR))
                    .isEqualTo("5.4.6 Routing loop: paris -> tokyo -> paris");
        });
    }

    @Test
    void copyThatComesBackShouldStayWhenAliceHasGotAMailboxMeanwhile() throws Exception {
        aliceLeadsTo(BOB);
        Mail back = back(throughPipeline(ALICE), "kept=no");
        aliceLeadsTo(ALICE);

        mailet.service(back);

        assertThat(back.getRecipients()).isEqualTo(addresses(ALICE));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void bobShouldGetOneCopyWhenMailIsForAliceAndForHim() throws Exception {
        aliceLeadsTo(ALICE, BOB);
        MailImpl mail = mail(SENDER, ALICE, BOB);

        mailet.service(mail);
        // As RecipientRewriteTable does.
        mail.setRecipients(addresses(ALICE, BOB));
        mailet.service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses(ALICE));
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(bench.count("queued_recipients_total")).isEqualTo(1);
    }

    @Test
    void redirectOfAMailetShouldBeReturnedWhenItGoesRound() throws Exception {
        Mail back = back(throughPipeline(BOB), "kept=no");
        back.removeAttribute(ReceivedFromPeerAttribute.NAME);
        back.setAttribute(Mail.SENT_BY_MAILET_ATTRIBUTE);
        back.setRecipients(addresses(BOB));

        mailet.service(back);

        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> assertThat(
                        Mails.text(bounce, Bouncer.DELIVERY_ERROR))
                .isEqualTo("5.4.6 Routing loop: paris -> tokyo -> paris"));
    }

    @Test
    void keptMailShouldStillKnowWhatItArrivedFor() throws Exception {
        bench.close();
        // Nobody else takes it out meanwhile.
        useWaits(DeliveryConfigurations.delivery("1 hour", 2));
        aliceLeadsTo(ALICE, BOB);
        bench.ownership.know(BOB, SampleVerdicts.UNDETERMINED);
        MailImpl mail = mail(SENDER, ALICE);
        mailet.service(mail);
        mail.setRecipients(addresses(ALICE, BOB));
        mailet.service(mail);
        bench.ownership.know(BOB, ON_TOKYO);

        mailet.service(
                MailImpl.duplicate(bench.queued("domain-sharing-undetermined").get(0)));

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).data()).contains("hop=1; kept=yes;");
    }

    private void aliceLeadsTo(String... ends) {
        Map<MailAddress, Set<MailAddress>> ways = Map.of(address(ALICE), Set.copyOf(addresses(ends)));
        bench.lists =
                (address, byCatchAll) -> new LocalLists.Reach(Set.of(), ways.getOrDefault(address, Set.of(address)));
    }

    /** What tokyo gets of a mail that RecipientRewriteTable leads to bob. */
    private String throughPipeline(String recipient) throws Exception {
        MailImpl mail = mail(SENDER, recipient);
        mailet.service(mail);
        if (!mail.getRecipients().isEmpty()) {
            mail.setRecipients(
                    List.copyOf(bench.lists.reachOf(address(recipient), true).members()));
            mailet.service(mail);
        }
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        return tokyo.taken().get(0).data();
    }

    /** It for alice, as tokyo's session brings it back. */
    private static Mail back(String message, String kept) throws Exception {
        String lines = "Received: by paris\n" + "X-Domain-Sharing: node=tokyo; peer=paris; hop=2; " + kept
                + "\nReceived: by tokyo\n";
        return Mails.fromPeer(lines + message, SENDER, ALICE);
    }
}

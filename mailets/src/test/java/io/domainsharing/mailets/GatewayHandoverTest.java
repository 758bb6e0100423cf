// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.SampleVerdicts.NOBODY;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.Verdict.Proof;
import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** To which host mail for a gateway goes, and which of it waits. */
class GatewayHandoverTest extends GatewayHandoverFixture {
    private static final Verdict HOST_SILENT = new Verdict.Undetermined(
            List.of(new MissingAnswer("gateway-partner.example", "TIMEOUT: silent", false, true)));
    private static final Verdict PEER_SILENT =
            new Verdict.Undetermined(List.of(new MissingAnswer("tokyo", "TIMEOUT: silent", false, true)));

    @Test
    void recipientsShouldGoToTheirHostsInOneCopyEachAndTheOthersStay() throws Exception {
        bench.ownership
                .know("bob@customer.example", YES)
                .know("ann@customer.example", YES)
                .know("kim@partner.example", new Verdict.OnGateway(Domain.of("partner.example"), Proof.CACHE));
        MailImpl mail = mail(
                "sender@elsewhere.example",
                "bob@customer.example",
                "foreign@elsewhere.example",
                "kim@partner.example",
                "ann@customer.example",
                "bob@sub.customer.example");

        mailet.service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("foreign@elsewhere.example", "bob@sub.customer.example"));
        assertThat(Mails.octets(mail)).doesNotContain("X-Domain-Sharing-Gateway");
        await().untilAsserted(() -> assertThat(customer.taken()).hasSize(1));
        await().untilAsserted(() -> assertThat(partner.taken()).hasSize(1));
        assertThat(customer.taken().get(0).recipients())
                .containsExactlyInAnyOrder("bob@customer.example", "ann@customer.example");
        assertThat(customer.taken().get(0).data())
                .containsOnlyOnce("X-Domain-Sharing-Gateway: node=paris; gateway=customer.example");
        assertThat(partner.taken().get(0).recipients()).containsExactly("kim@partner.example");
    }

    @Test
    void addressThatOnlyAPeerHasShouldGoToThatPeer() throws Exception {
        bench.ownership.know("bob@partner.example", ON_TOKYO);
        MailImpl mail = mail("sender@elsewhere.example", "bob@partner.example");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(partner.taken()).isEmpty();
    }

    @Test
    void unverifiedRecipientShouldHearTheHostsOwnWord() throws Exception {
        bench.ownership
                .know("nobody@customer.example", NOBODY)
                .know("unsure@customer.example", PEER_SILENT)
                .know("silent@partner.example", HOST_SILENT);
        customer.answer("nobody@customer.example", "550 5.7.1 not for you");
        MailImpl mail = mail(
                "sender@elsewhere.example",
                "nobody@customer.example",
                "unsure@customer.example",
                "silent@partner.example");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        await().untilAsserted(() -> assertThat(partner.taken()).hasSize(1));
        await().untilAsserted(() -> assertThat(customer.taken()).hasSize(1));
        await().untilAsserted(() -> assertThat(bench.context.getSentMails())
                .singleElement()
                .satisfies(bounce -> {
                    assertThat(bounce.getRecipients()).isEqualTo(addresses("nobody@customer.example"));
                    assertThat(Mails.text(bounce, Bouncer.DELIVERY_ERROR))
                            .contains("550 5.7.1 not for you", "paris -> gateway-customer.example");
                }));
    }

    @Test
    @Tag("L2")
    void recipientsShouldBeKeptWhenTheQueueOfTheirGatewayFails() throws Exception {
        bench.close();
        bench = bench(new FailingFor("domain-sharing-gateway-partner.example"));
        bench.ownership
                .know("bob@customer.example", YES)
                .know("kim@partner.example", new Verdict.OnGateway(Domain.of("partner.example"), Proof.CACHE));
        MailImpl mail = mail("sender@elsewhere.example", "bob@customer.example", "kim@partner.example");

        bench.mailet().service(mail);

        assertThat(bench.queued("domain-sharing-undetermined"))
                .singleElement()
                .satisfies(kept -> assertThat(kept.getRecipients()).isEqualTo(addresses("kim@partner.example")));
        await().untilAsserted(() -> assertThat(customer.taken()).hasSize(1));
    }

    @Test
    void recipientShouldBeKeptAndAskedAboutAgainWhileAPeerThatMayHaveItIsSilent() throws Exception {
        bench.ownership.know("unsure@partner.example", PEER_SILENT);
        MailImpl mail = mail("sender@elsewhere.example", "unsure@partner.example");

        mailet.service(mail);

        // Kept for the schedule's first wait, a moment here, and then asked about again by way of the spool.
        assertThat(awaitSpooled().getRecipients()).containsExactly(address("unsure@partner.example"));
        assertThat(partner.taken()).isEmpty();
    }
}

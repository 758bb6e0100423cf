// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.SampleVerdicts.NOBODY;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.Proof;
import org.apache.james.core.Domain;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway's host refuses a recipient that it was thought to have. */
class GatewayRefusalTest extends GatewayHandoverFixture {
    @ParameterizedTest
    @ValueSource(strings = {"nobody", "host", "silent"})
    void mailShouldBeReturnedWithTheHostsRefusalWhenNobodyElseHasTheAddress(String who) throws Exception {
        Verdict again = who.equals("nobody")
                ? NOBODY
                : new Verdict.OnGateway(
                        Domain.of("customer.example"), who.equals("host") ? Proof.ASKED : Proof.UNREACHABLE);
        bench.ownership.know("bob@customer.example", YES).resolveOthersTo(again);
        customer.answer("bob@customer.example", "550 5.1.1 no such user");

        mailet.service(mail("sender@elsewhere.example", "bob@customer.example"));
        mailet.service(awaitSpooled());

        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> assertThat(
                        Mails.text(bounce, Bouncer.DELIVERY_ERROR))
                .contains("550 5.1.1 no such user", "paris -> gateway-customer.example"));
    }

    @Test
    void peerShouldGetWhatTheHostDoesNotKnowAnyMore() throws Exception {
        bench.ownership
                .know("bob@partner.example", new Verdict.OnGateway(Domain.of("partner.example"), Proof.CACHE))
                .resolveOthersTo(ON_TOKYO);
        partner.answer("bob@partner.example", "550 5.1.1 no such user");

        mailet.service(mail("sender@elsewhere.example", "bob@partner.example"));
        mailet.service(awaitSpooled());

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void peerShouldGetWhatTheHostRefusesAlthoughItStillSaysYes() throws Exception {
        Verdict host = new Verdict.OnGateway(Domain.of("partner.example"), Proof.LISTED);
        bench.ownership
                .know("bob@partner.example", host)
                .resolveOthersTo(host)
                .knowElsewhere("bob@partner.example", ON_TOKYO);
        partner.answer("bob@partner.example", "550 5.1.1 no such user");

        mailet.service(mail("sender@elsewhere.example", "bob@partner.example"));
        mailet.service(awaitSpooled());

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.delivery.Nodes;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.junit.jupiter.api.Test;

/** A gateway's host sends back what it was given. */
class GatewayLoopTest extends GatewayHandoverFixture {
    @Test
    void mailThatComesBackAgainShouldBeReturnedWithItsPath() throws Exception {
        bench.ownership.know("bob@customer.example", YES);
        String line = bench.guard()
                        .trace(mail("sender@elsewhere.example", "bob@customer.example"))
                        .next(Nodes.PARIS, gateway("customer.example", customer.address(), false))
                + "\r\n";

        mailet.service(mail(message(line), "sender@elsewhere.example", "bob@customer.example"));
        await().untilAsserted(() -> assertThat(customer.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();

        mailet.service(mail(message(line + line), "sender@elsewhere.example", "bob@customer.example"));
        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> assertThat(
                        Mails.text(bounce, Bouncer.DELIVERY_ERROR))
                .isEqualTo("5.4.6 Routing loop: paris -> gateway-customer.example -> paris ->"
                        + " gateway-customer.example -> paris"));
        assertThat(customer.taken()).hasSize(1);
    }

    @Test
    void linesThatThisServerHasNotSignedShouldNotCount() throws Exception {
        bench.ownership.know("bob@customer.example", YES);
        String others = "X-Domain-Sharing-Gateway: node=paris; gateway=customer.example\r\n";

        mailet.service(mail(message(others + others), "sender@elsewhere.example", "bob@customer.example"));

        await().untilAsserted(() -> assertThat(customer.taken()).hasSize(1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.LOCAL;
import static io.domainsharing.mailets.delivery.SampleVerdicts.NOBODY;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_AUSTIN;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static io.domainsharing.mailets.delivery.SampleVerdicts.UNDETERMINED;

import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.delivery.Nodes;
import io.domainsharing.mailets.delivery.SmtpSink;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Addresses of this server, of its peers, of nobody, and one of which nobody can tell. */
abstract class DomainSharingMailetFixture {
    static final String UNDETERMINED_QUEUE = "domain-sharing-undetermined";

    SmtpSink tokyo;
    SmtpSink austin;
    Bench bench;
    DomainSharingMailet mailet;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0);
        austin = new SmtpSink(0);
        bench = new Bench(
                delivery("1 hour", 5), peer(Nodes.TOKYO, tokyo.address()), peer(Nodes.AUSTIN, austin.address()));
        bench.ownership
                .know("here@example.com", LOCAL)
                .know("tokyo1@example.com", ON_TOKYO)
                .know("tokyo2@example.com", ON_TOKYO)
                .know("austin@example.com", ON_AUSTIN)
                .know("nobody@example.com", NOBODY)
                .know("unsure@example.com", UNDETERMINED);
        mailet = bench.mailet();
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
        austin.close();
    }

    static String error(SentMail mail) {
        return Mails.text(mail, Bouncer.DELIVERY_ERROR);
    }
}

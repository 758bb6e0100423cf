// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.QUICK;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.awaitility.Awaitility.await;

import javax.mail.MessagingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tokyo's queue, and the host that it sends to. */
abstract class DestinationQueueFixture {
    static final String QUEUE = "domain-sharing-tokyo";

    SmtpSink sink;
    Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        sink = new SmtpSink(0);
        bench = new Bench(QUICK, peer(TOKYO, sink.address()));
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        sink.close();
    }

    void send(String sender, String... recipients) throws MessagingException {
        bench.ownership.resolveOthersTo(ON_TOKYO);
        bench.mailet().service(mail(sender, recipients));
    }

    void awaitRetry() {
        await().until(() -> bench.queued(QUEUE).size() == 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Nodes.peer;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.DeliveryConfigurations;
import io.domainsharing.mailets.delivery.Nodes;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.Proof;
import io.domainsharing.ownership.gateway.Gateways;
import java.nio.file.Path;
import java.util.List;
import org.apache.james.core.Domain;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** customer.example is a gateway; partner.example is another, whose addresses peers may have as well. */
abstract class GatewayHandoverFixture {
    static final Verdict YES = new Verdict.OnGateway(Domain.of("customer.example"), Proof.ASKED);

    SmtpSink customer;
    SmtpSink partner;
    SmtpSink tokyo;
    Bench bench;
    DomainSharingMailet mailet;

    @BeforeEach
    void setUp() throws Exception {
        customer = new SmtpSink(0);
        partner = new SmtpSink(0);
        tokyo = new SmtpSink(0);
        bench = bench(new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory()));
        mailet = bench.mailet();
    }

    Bench bench(MemoryMailQueueFactory queues) throws Exception {
        return new Bench(
                DeliveryConfigurations.QUICK,
                queues,
                Gateways.open(
                        List.of(
                                gateway("customer.example", customer.address(), false),
                                gateway("partner.example", partner.address(), true)),
                        Path::of),
                peer(Nodes.TOKYO, tokyo.address()));
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        customer.close();
        partner.close();
        tokyo.close();
    }

    Mail awaitSpooled() throws Exception {
        await().until(() -> !bench.queued("spool").isEmpty());
        return bench.queued("spool").get(0);
    }

    static Gateway gateway(String domain, HostAndPort host, boolean alsoAskPeers) {
        return new Gateway(
                Domain.of(domain),
                List.of(host),
                Gateway.Verification.MINGER,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.DEFER,
                alsoAskPeers);
    }
}

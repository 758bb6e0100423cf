// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.QUICK;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The hosts of a peer: several, others than before, and one with an IPv6 address. */
class PeerHostsTest extends DestinationQueueFixture {
    @Test
    void secondHostShouldTakeWhatTheFirstCannot() throws Exception {
        bench.close();
        try (SmtpSink second = new SmtpSink(0)) {
            sink.answer("full@example.com", "451 4.2.2 full");
            bench = new Bench(
                    QUICK, peer(TOKYO, HostAndPort.fromParts("tokyo.invalid", 25), sink.address(), second.address()));

            send("sender@elsewhere.example", "bob@example.com", "full@example.com");

            await().untilAsserted(() -> assertThat(second.taken()).hasSize(1));
            assertThat(second.taken().get(0).recipients()).containsExactly("full@example.com");
            assertThat(sink.taken().get(0).recipients()).containsExactly("bob@example.com");
        }
    }

    @Test
    void changedHostsOfAPeerShouldServeMailThatWaits() throws Exception {
        sink.answer("bob@example.com", "451 4.2.2 full");
        send("sender@elsewhere.example", "bob@example.com");
        awaitRetry();

        try (SmtpSink moved = new SmtpSink(0)) {
            bench.peers.replaceBy(peer(TOKYO, moved.address()));

            await().untilAsserted(() -> assertThat(moved.taken()).hasSize(1));
        }
    }

    @Test
    void ipv6HostShouldBeReached() throws Exception {
        bench.close();
        try (SmtpSink six = onIpv6()) {
            bench = new Bench(QUICK, peer(TOKYO, six.address()));

            send("sender@elsewhere.example", "bob@example.com");

            await().untilAsserted(() -> assertThat(six.taken()).hasSize(1));
        }
    }

    private static SmtpSink onIpv6() {
        try {
            return new SmtpSink(0, InetAddresses.forString("::1"));
        } catch (IOException e) {
            return Assumptions.abort("no IPv6 here");
        }
    }
}

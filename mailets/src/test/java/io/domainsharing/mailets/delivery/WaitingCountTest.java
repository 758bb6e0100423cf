// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.DomainSharingMailet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingCountTest {
    private SmtpSink nobodyThere;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        nobodyThere = new SmtpSink(0);
        nobodyThere.close();
        bench = new Bench(delivery("10*4 hours", 50), peer(TOKYO, nobodyThere.address()));
        bench.ownership.know("bob@example.com", SampleVerdicts.ON_TOKYO);
        bench.ownership.know("unsure@example.com", SampleVerdicts.UNDETERMINED);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        nobodyThere.close();
    }

    @Test
    void mailThatWaitsShouldBeCountedForWhoeverLooks() throws Exception {
        DomainSharingMailet mailet = bench.mailet();
        assertThat(bench.figure("undetermined_mails")).as("at the first look").isEqualTo(0.0);
        assertThat(bench.figure("oldest_waiting_mail_timestamp_seconds{tokyo}")).isNull();
        assertThat(bench.figure("handover_failing{tokyo}")).isEqualTo(0.0);

        mailet.service(mail("sender@elsewhere.example", "bob@example.com", "unsure@example.com"));

        await().untilAsserted(() -> {
            assertThat(bench.figure("waiting_mails{tokyo}")).isEqualTo(1.0);
            assertThat(bench.figure("handover_failing{tokyo}")).isEqualTo(1.0);
            assertThat(bench.figure("undetermined_mails")).isEqualTo(1.0);
        });
        assertThat(bench.figure("oldest_waiting_mail_timestamp_seconds{tokyo}"))
                .isCloseTo(bench.clock.instant().toEpochMilli() / 1e3, within(60.0));
        assertThat(bench.figure("removed_peers_waiting_mails")).isEqualTo(0.0);
        assertThat(bench.count("handover_recipients_total{tokyo,deferred}")).isPositive();
        assertThat(bench.count("handover_recipients_total{tokyo,delivered}")).isZero();
    }

    @Test
    void mailOfAPeerThatIsRemovedShouldBeCountedWithoutItsName() throws Exception {
        DomainSharingMailet mailet = bench.mailet();
        mailet.service(mail("sender@elsewhere.example", "bob@example.com"));

        bench.forgetMetricsOfPeers();

        await().untilAsserted(() ->
                assertThat(bench.figure("removed_peers_waiting_mails")).isEqualTo(1.0));
        assertThat(bench.figure("waiting_mails{tokyo}")).isNull();
    }
}

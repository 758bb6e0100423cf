// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.DomainSharingMailet;
import io.domainsharing.mailets.transport.Reachability;
import io.domainsharing.ownership.configuration.DeliveryConfiguration;
import io.domainsharing.ownership.waiting.HeldMail;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Much mail for one host that is away. */
@Tag("R1")
class DeadHostTest {
    private static final String QUEUE = "domain-sharing-tokyo";
    private static final int MAILS = 40;
    private static final int CONNECTIONS = 2;

    private MuteHost mute;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        mute = new MuteHost();
        bench = new Bench(delivery("1 hour", CONNECTIONS), peer(TOKYO, mute.address()));
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        mute.close();
    }

    @Test
    void deadHostShouldCostAFewTriesAndNotOneForEachMail() throws Exception {
        send(MAILS);

        awaitWaiting(MAILS);
        assertThat(mute.tries()).isBetween(Reachability.SILENCES, Reachability.SILENCES + CONNECTIONS);
    }

    @Test
    void allMailShouldLeaveWhenOneHasFoundTheHostBack() throws Exception {
        bench.close();
        bench = new Bench(delivery("300 msec, 1 hour", CONNECTIONS), peer(TOKYO, mute.address()));
        send(MAILS);
        awaitWaiting(MAILS);
        int tries = mute.tries();
        // Whatever is tried from here on waits for an hour.
        bench.clock.pass(Duration.ofMinutes(1));
        await().untilAsserted(() -> assertThat(mute.tries()).as("a probe").isGreaterThan(tries));
        await().untilAsserted(() -> assertThat(bench.delivery.held(TOKYO).nextAttempt())
                .isAfter(bench.clock.instant().plusSeconds(600)));
        HostAndPort address = mute.address();
        mute.close();

        try (SmtpSink sink = revived(address)) {
            // Later than the pause after the last probe.
            await().pollInterval(Duration.ofMillis(400)).untilAsserted(() -> {
                send(1);
                assertThat(sink.taken()).hasSizeGreaterThan(MAILS);
            });
            await().untilAsserted(() -> assertThat(bench.queued(QUEUE)).isEmpty());
            assertThat(sink.taken()).extracting(SmtpSink.Taken::recipients).doesNotHaveDuplicates();
            assertThat(sink.mostAtOnce()).isLessThanOrEqualTo(CONNECTIONS);
        }
    }

    @Test
    void mailShouldBeTriedAtOnceWhenALookUpSaysThatTheHostIsBack() throws Exception {
        send(MAILS);
        awaitWaiting(MAILS);
        HostAndPort address = mute.address();
        mute.close();

        try (SmtpSink sink = revived(address)) {
            bench.delivery.onReturn(TOKYO);

            await().untilAsserted(() -> assertThat(sink.taken()).hasSize(MAILS));
        }
    }

    @Test
    void mailShouldLeaveWhenTheHostIsBackThoughNoneIsDueAndNobodySaysSo() throws Exception {
        bench.close();
        // A pause of half a second, and then nothing is due for an hour.
        bench = new Bench(delivery("500 msec, 1 hour", CONNECTIONS), peer(TOKYO, mute.address()));
        send(MAILS);
        awaitWaiting(MAILS);
        bench.clock.pass(Duration.ofMinutes(1));
        await().untilAsserted(() -> assertThat(bench.delivery.held(TOKYO).nextAttempt())
                .isAfter(bench.clock.instant().plusSeconds(600)));
        HostAndPort address = mute.address();
        mute.close();

        try (SmtpSink sink = revived(address)) {
            await().atMost(HostProbes.EVERY.multipliedBy(3))
                    .untilAsserted(() -> assertThat(sink.taken()).hasSize(MAILS));
        }
    }

    @Test
    void hostShouldNotBeProbedWhenNoMailWaitsForIt() throws Exception {
        bench.close();
        bench = new Bench(delivery("10 msec", CONNECTIONS), peer(TOKYO, mute.address()));
        send(Reachability.SILENCES);
        awaitWaiting(Reachability.SILENCES);
        bench.clock.pass(Duration.ofDays(6));
        awaitWaiting(0);
        int tries = mute.tries();

        await().during(HostProbes.EVERY.plusSeconds(2))
                .atMost(HostProbes.EVERY.multipliedBy(2))
                .untilAsserted(() -> assertThat(mute.tries()).isEqualTo(tries));
    }

    @Test
    @Tag("L2")
    void mailShouldExpireUntriedWithTheLastReason() throws Exception {
        bench.close();
        bench = new Bench(delivery("300 msec", CONNECTIONS), peer(TOKYO, mute.address()));
        send(MAILS);
        awaitWaiting(MAILS);
        int tries = mute.tries();

        bench.clock.pass(Duration.ofDays(5));

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(MAILS));
        assertThat(mute.tries() - tries).isLessThan(MAILS / 2);
        assertThat(bench.context.getSentMails()).allSatisfy(sent -> assertThat(Mails.text(sent, Bouncer.DELIVERY_ERROR))
                .startsWith("4.4.7 Delivery time expired [paris -> tokyo]; last: tokyo: ")
                .doesNotContain(mute.address().toString()));
    }

    @Test
    void smartHostShouldTakeTheMailOfAHostThatIsLeftAlone() throws Exception {
        bench.close();
        try (SmtpSink smart = new SmtpSink(0)) {
            bench = new Bench(
                    new DeliveryConfiguration(
                            "1 hour",
                            Duration.ofDays(5),
                            CONNECTIONS,
                            smart.address(),
                            true,
                            DeliveryConfigurations.HANDOVER),
                    peer(TOKYO, mute.address()));

            send(MAILS);

            await().untilAsserted(() -> assertThat(smart.taken()).hasSize(MAILS));
            assertThat(mute.tries()).isLessThanOrEqualTo(Reachability.SILENCES + CONNECTIONS);
        }
    }

    @Test
    void strangersMessageShouldNotMakeAHealthyHostAway() throws Exception {
        bench.close();
        try (SmtpSink sink = new SmtpSink(0)) {
            bench = new Bench(delivery("1 hour", CONNECTIONS), peer(TOKYO, sink.address()));
            bench.ownership.resolveOthersTo(ON_TOKYO);
            // The host drops the connection at the message, without a word.
            sink.answer("DATA", "");
            send(Reachability.SILENCES);
            awaitWaiting(Reachability.SILENCES);
            sink.answerAsEver("DATA");

            send(1);

            await().untilAsserted(() -> assertThat(sink.taken()).hasSize(1));
        }
    }

    @Test
    void recipientThatCannotBeSentShouldBeReturnedAndTheOthersDelivered() throws Exception {
        bench.close();
        try (SmtpSink sink = new SmtpSink(0)) {
            bench = new Bench(delivery("1 hour", CONNECTIONS), peer(TOKYO, sink.address()));
            bench.ownership.resolveOthersTo(ON_TOKYO);
            MailAddress bad = new MailAddress("\"a\\\rb\"@example.com");

            for (int i = 0; i < Reachability.SILENCES; i++) {
                bench.mailet().service(mail("sender@elsewhere.example", bad.asString(), "bob@example.com"));
            }

            await().untilAsserted(() -> assertThat(sink.taken()).hasSize(Reachability.SILENCES));
            assertThat(sink.taken())
                    .allSatisfy(taken -> assertThat(taken.recipients()).containsExactly("bob@example.com"));
            assertThat(bench.context.getSentMails())
                    .hasSize(Reachability.SILENCES)
                    .allSatisfy(sent -> assertThat(sent.getRecipients()).containsExactly(bad))
                    .allSatisfy(sent ->
                            assertThat(Mails.text(sent, Bouncer.DELIVERY_ERROR)).startsWith("5.1.3 Bad "));
        }
    }

    @Test
    void heldMailShouldTellItsNumberAndAgeAndFailure() throws Exception {
        assertThat(bench.delivery.held(TOKYO)).isEqualTo(HeldMail.NONE);
        send(1);
        awaitWaiting(1);
        bench.clock.pass(Duration.ofMinutes(20));
        send(1);
        awaitWaiting(2);

        // It is counted now and then.
        HeldMail held = await().until(() -> bench.delivery.held(TOKYO), latest -> Objects.equals(latest.waiting(), 2L));

        assertThat(held.oldestSince()).isEqualTo(bench.clock.instant().minus(Duration.ofMinutes(20)));
        assertThat(held.nextAttempt()).isEqualTo(bench.clock.instant().plus(Duration.ofMinutes(40)));
        assertThat(held.lastFailure()).isNotNull();
        assertThat(held.lastFailure().at()).isEqualTo(bench.clock.instant());
        assertThat(held.lastFailure().text()).startsWith(mute.address() + ": ");
    }

    private int sent;

    private void send(int mails) throws MessagingException {
        bench.ownership.resolveOthersTo(ON_TOKYO);
        DomainSharingMailet mailet = bench.mailet();
        for (int i : IntStream.range(0, mails).toArray()) {
            mailet.service(mail("sender@elsewhere.example", "user" + (sent + i) + "@example.com"));
        }
        sent += mails;
    }

    // The system may need a moment to give the port up.
    private static SmtpSink revived(HostAndPort address) {
        return await().ignoreException(BindException.class).until(() -> new SmtpSink(address.getPort()), sink -> true);
    }

    private void awaitWaiting(int mails) {
        await().until(() -> bench.queued(QUEUE).size() == mails);
    }

    /** Takes connections and closes them without a word. */
    private static final class MuteHost implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger tries = new AtomicInteger();

        MuteHost() throws IOException {
            Thread thread = new Thread(this::accept, "mute-host");
            thread.setDaemon(true);
            thread.start();
        }

        HostAndPort address() {
            return HostAndPort.fromParts(server.getInetAddress().getHostAddress(), server.getLocalPort());
        }

        int tries() {
            return tries.get();
        }

        private void accept() {
            try {
                while (true) {
                    server.accept().close();
                    tries.incrementAndGet();
                }
            } catch (IOException e) {
                // closed
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}

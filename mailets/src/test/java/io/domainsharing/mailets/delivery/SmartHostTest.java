// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.message;
import static io.domainsharing.mailets.delivery.Mails.text;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.Nodes.peer;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import java.time.Duration;
import java.util.List;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokyo is where the mail should go, smart is where it may go when Tokyo cannot be reached. */
@Tag("D7")
class SmartHostTest {
    private static final String QUEUE = "domain-sharing-tokyo";
    private static final String SENDER = "sender@elsewhere.example";

    private SmtpSink tokyo;
    private SmtpSink smart;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0);
        smart = new SmtpSink(0);
        bench = bench(true);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
        smart.close();
    }

    @Test
    void smartHostShouldTakeTheMailOnceWhenThePeerRefusesConnections() throws Exception {
        HostAndPort address = tokyo.address();
        tokyo.close();

        send("bob@example.com");

        await().untilAsserted(() -> assertThat(smart.taken()).hasSize(1));
        assertThat(smart.taken().get(0).recipients()).containsExactly("bob@example.com");
        await().until(() -> bench.queued(QUEUE).isEmpty());
        tokyo = new SmtpSink(address.getPort());
        bench.delivery.flush(TOKYO);
        send("carol@example.com");
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).recipients()).containsExactly("carol@example.com");
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void smartHostShouldTakeTheMailWhenThePeerIsUnknownToTheDns() throws Exception {
        bench.peers.replaceBy(peer(TOKYO, HostAndPort.fromParts("tokyo.invalid", 25)));

        send("bob@example.com");

        await().untilAsserted(() -> assertThat(smart.taken()).hasSize(1));
    }

    @Test
    void smartHostShouldTakeTheMailWhenThePeerTakesNoneNow() throws Exception {
        tokyo.answer("MAIL", "451 4.3.2 not now");

        send("bob@example.com");

        await().untilAsserted(() -> assertThat(smart.taken()).hasSize(1));
    }

    @Test
    void smartHostShouldGetNothingWhileItIsSwitchedOff() throws Exception {
        bench.close();
        bench = bench(false);
        tokyo.close();

        send("bob@example.com");
        await().until(() -> bench.queued(QUEUE).size() == 1);
        bench.delivery.flush(TOKYO);

        await().during(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(smart.taken()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@example.com", "DATA"})
    void smartHostShouldGetNothingThatThePeerItselfPutsOff(String what) throws Exception {
        tokyo.answer(what, "451 4.2.2 full");

        send("bob@example.com");
        await().until(() -> bench.queued(QUEUE).size() == 1);

        assertThat(smart.taken()).isEmpty();
    }

    @Test
    void smartHostShouldGetNothingThatThePeerRefuses() throws Exception {
        tokyo.answer("bob@example.com", "550 5.7.1 not you");

        send("bob@example.com");

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(smart.taken()).isEmpty();
    }

    @Test
    @Tag("L2")
    void refusalOfTheSmartHostShouldNotReturnTheMail() throws Exception {
        HostAndPort address = tokyo.address();
        tokyo.close();
        smart.answer("bob@example.com", "550 5.7.1 relaying denied");

        send("bob@example.com", "carol@example.com");

        await().untilAsserted(() -> assertThat(smart.taken()).hasSize(1));
        assertThat(smart.taken().get(0).recipients()).containsExactly("carol@example.com");
        await().untilAsserted(() -> assertThat(bench.queued(QUEUE))
                .singleElement()
                .satisfies(mail -> assertThat(mail.getRecipients()).isEqualTo(addresses("bob@example.com"))));
        assertThat(bench.context.getSentMails()).isEmpty();
        tokyo = new SmtpSink(address.getPort());
        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(tokyo.taken().get(0).recipients()).containsExactly("bob@example.com");
    }

    @Test
    void bothReasonsShouldBeToldWhenTheMailIsTooOld() throws Exception {
        tokyo.close();
        smart.answer("bob@example.com", "550 5.7.1 relaying denied");

        send("bob@example.com");
        await().until(() -> bench.queued(QUEUE).size() == 1);
        bench.clock.pass(Duration.ofDays(5));

        await().untilAsserted(() -> assertThat(bench.context.getSentMails()).hasSize(1));
        assertThat(text(bench.context.getSentMails().get(0), Bouncer.DELIVERY_ERROR))
                .startsWith("4.4.7 Delivery time expired [paris -> tokyo]; last: tokyo: ")
                .endsWith("; smart host: 550 5.7.1 relaying denied");
    }

    @Test
    @Tag("L1")
    void mailThatCameBackFromASmartHostShouldNotGoThereAgain() throws Exception {
        HostAndPort address = tokyo.address();
        tokyo.close();
        send(mail(message("X-Domain-Sharing: node=austin; peer=tokyo; hop=1\r\n"), SENDER, "bob@example.com"));
        await().until(() -> bench.queued(QUEUE).size() == 1);
        bench.delivery.flush(TOKYO);
        await().until(() -> bench.queued(QUEUE).size() == 1);

        tokyo = new SmtpSink(address.getPort());

        await().untilAsserted(() -> assertThat(tokyo.taken()).hasSize(1));
        assertThat(smart.taken()).isEmpty();
    }

    private Bench bench(boolean onError) {
        return new Bench(DeliveryConfigurations.withSmartHost(smart.address(), onError), peer(TOKYO, tokyo.address()));
    }

    private void send(String... recipients) throws MessagingException {
        send(mail(SENDER, recipients));
    }

    private void send(MailImpl mail) throws MessagingException {
        bench.ownership.resolveOthersTo(ON_TOKYO);
        bench.mailet().service(mail);
        assertThat(mail.getRecipients()).isEqualTo(List.of());
    }
}

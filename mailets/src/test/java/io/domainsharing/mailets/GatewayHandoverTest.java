// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.delivery.Bench.NOBODY;
import static io.domainsharing.mailets.delivery.Bench.ON_TOKYO;
import static io.domainsharing.mailets.delivery.Bench.addresses;
import static io.domainsharing.mailets.delivery.Bench.mail;
import static io.domainsharing.mailets.delivery.Bench.message;
import static io.domainsharing.mailets.delivery.Bench.peer;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.SmtpSink;
import io.domainsharing.mailets.list.ListPost;
import io.domainsharing.message.FrontLines;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.Verdict.Proof;
import io.domainsharing.ownership.gateway.Gateways;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** customer.example is a gateway; partner.example is another, whose addresses peers may have as well. */
class GatewayHandoverTest {
    private static final String MEMBER = "guest@customer.example";
    private static final Verdict YES = new Verdict.OnGateway(Domain.of("customer.example"), Proof.ASKED);
    private static final Verdict HOST_SILENT = new Verdict.Undetermined(
            List.of(new MissingAnswer("gateway-partner.example", "TIMEOUT: silent", false, true)));
    private static final Verdict PEER_SILENT =
            new Verdict.Undetermined(List.of(new MissingAnswer("tokyo", "TIMEOUT: silent", false, true)));

    private SmtpSink customer;
    private SmtpSink partner;
    private SmtpSink tokyo;
    private Bench bench;
    private DomainSharingMailet mailet;

    @BeforeEach
    void setUp() throws Exception {
        customer = new SmtpSink(0);
        partner = new SmtpSink(0);
        tokyo = new SmtpSink(0);
        bench = bench(new MemoryMailQueueFactory(new RawMailQueueItemDecoratorFactory()));
        mailet = bench.mailet();
    }

    private Bench bench(MemoryMailQueueFactory queues) throws Exception {
        return new Bench(
                Bench.QUICK,
                queues,
                Gateways.open(
                        List.of(
                                gateway("customer.example", customer.address(), false),
                                gateway("partner.example", partner.address(), true)),
                        Path::of),
                peer(Bench.TOKYO, tokyo.address()));
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        customer.close();
        partner.close();
        tokyo.close();
    }

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
        assertThat(Bench.octets(mail)).doesNotContain("X-Domain-Sharing-Gateway");
        await().untilAsserted(() -> assertThat(customer.taken()).hasSize(1));
        await().untilAsserted(() -> assertThat(partner.taken()).hasSize(1));
        assertThat(customer.taken().get(0).recipients())
                .containsExactlyInAnyOrder("bob@customer.example", "ann@customer.example");
        assertThat(customer.taken().get(0).data())
                .containsOnlyOnce("X-Domain-Sharing-Gateway: node=paris; gateway=customer.example");
        assertThat(partner.taken().get(0).recipients()).containsExactly("kim@partner.example");
    }

    @Test
    @Tag("D9")
    void memberOfSeveralServersListsShouldGetOneCopy() throws Exception {
        bench.ownership.know(MEMBER, YES).know("ann@customer.example", YES);

        mailet.service(post("mail1-!1111111", Set.of(), MEMBER));
        MailImpl second = post("mail2-!2222222", Set.of(), MEMBER, "ann@customer.example");
        mailet.service(second);

        assertThat(second.getState()).isEqualTo(Mail.GHOST);
        await().untilAsserted(() -> assertThat(customer.taken().stream().map(SmtpSink.Taken::recipients))
                .containsExactlyInAnyOrder(List.of(MEMBER), List.of("ann@customer.example")));
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    @Tag("D9")
    void memberWhomAnotherServerSeesToShouldGetNoCopyHere() throws Exception {
        bench.ownership.know(MEMBER, YES).know("ann@customer.example", YES);
        ListPost post = new ListPost("fingerprint", "", Set.of(address("sales@example.com")), Set.of());
        MailImpl mail = post("mail1-!1111111", Set.of(post.token(address(MEMBER))), MEMBER, "ann@customer.example");

        mailet.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        await().until(() -> customer.taken().size() == 1);
        assertThat(customer.taken().get(0).recipients()).containsExactly("ann@customer.example");
    }

    @Test
    @Tag("D9")
    @Tag("L2")
    void copyThatComesBackFromItsQueueUnderAnotherNameShouldNotPassForASecondOne() throws Exception {
        bench.ownership.know(MEMBER, YES);
        customer.answer(MEMBER, "451 4.2.2 full");
        mailet.service(post("mail1-!1111111", Set.of(), MEMBER));
        await().until(() ->
                !bench.queued("domain-sharing-gateway-customer.example").isEmpty());
        Mail back =
                bench.queued("domain-sharing-gateway-customer.example").get(0).duplicate();
        FrontLines.takeBack(back);
        customer.answer(MEMBER, "250 2.1.5 ok");
        await().until(() -> customer.taken().size() == 1);

        mailet.service(back);

        await().until(() -> customer.taken().size() == 2);
    }

    private static MailImpl post(String name, Set<String> served, String... recipients) throws MessagingException {
        MailImpl mail = mail("sender@elsewhere.example", recipients);
        mail.setName(name);
        new ListPost("fingerprint", "", Set.of(address("sales@example.com")), served).writeTo(mail);
        return mail;
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
                    assertThat(Bench.text(bounce, Bouncer.DELIVERY_ERROR))
                            .contains("550 5.7.1 not for you", "paris -> gateway-customer.example");
                }));
    }

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
                        Bench.text(bounce, Bouncer.DELIVERY_ERROR))
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

    @Test
    @Tag("L2")
    void recipientsShouldBeKeptWhenTheQueueOfTheirGatewayFails() throws Exception {
        bench.close();
        bench = bench(new DomainSharingMailetTest.FailingFor("domain-sharing-gateway-partner.example"));
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

    private Mail awaitSpooled() throws Exception {
        await().until(() -> !bench.queued("spool").isEmpty());
        return bench.queued("spool").get(0);
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

    @Test
    void mailThatComesBackAgainShouldBeReturnedWithItsPath() throws Exception {
        bench.ownership.know("bob@customer.example", YES);
        String line = bench.guard()
                        .trace(mail("sender@elsewhere.example", "bob@customer.example"))
                        .next(Bench.PARIS, gateway("customer.example", customer.address(), false))
                + "\r\n";

        mailet.service(mail(message(line), "sender@elsewhere.example", "bob@customer.example"));
        await().untilAsserted(() -> assertThat(customer.taken()).hasSize(1));
        assertThat(bench.context.getSentMails()).isEmpty();

        mailet.service(mail(message(line + line), "sender@elsewhere.example", "bob@customer.example"));
        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> assertThat(
                        Bench.text(bounce, Bouncer.DELIVERY_ERROR))
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

    private static Gateway gateway(String domain, HostAndPort host, boolean alsoAskPeers) {
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

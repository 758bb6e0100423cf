// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.ListBench.NO;
import static io.domainsharing.mailets.ListBench.SALES;
import static io.domainsharing.mailets.ListBench.SENDER;
import static io.domainsharing.mailets.ListBench.SILENCE;
import static io.domainsharing.mailets.ListBench.YES;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.delivery.SampleVerdicts;
import io.domainsharing.mailets.list.ListPost;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.MxKnowledge;
import io.domainsharing.ownership.membership.MxKnowledge.Said;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Domain;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a peer's copy while the peer cannot tell, cannot be reached or refuses it. */
@Tag("D9")
class ListCopiesTest {
    private static final Domain EXAMPLE_COM = Domain.of("example.com");

    private ListBench paris;

    @BeforeEach
    void setUp() throws Exception {
        paris = new ListBench();
    }

    @AfterEach
    void tearDown() throws Exception {
        paris.close();
    }

    @Test
    @Tag("D7")
    void copyShouldWaitForItsPeerAndNotGoToTheSmartHost() throws Exception {
        paris.useAustinAsSmartHost();
        paris.lookups.program("tokyo", YES);
        paris.tokyo.close();

        paris.mailet().service(mail(SENDER, SALES));

        await().until(() -> paris.bench.queued("domain-sharing-tokyo").size() == 1);
        assertThat(paris.austin.taken()).isEmpty();
    }

    @Test
    @Tag("D7")
    void copyForAMemberShouldWaitForItsPeerAndNotGoToTheSmartHost() throws Exception {
        paris.useAustinAsSmartHost();
        paris.bench
                .ownership
                .know("tom@example.com", SampleVerdicts.ON_TOKYO)
                .know("tim@example.com", SampleVerdicts.ON_TOKYO);
        paris.tokyo.close();
        MailImpl post = mail(SENDER, "tom@example.com");
        new ListPost("fingerprint", "", Set.of(address(SALES)), Set.of()).writeTo(post);

        paris.bench.mailet().service(post);
        paris.bench.mailet().service(mail(SENDER, "tim@example.com"));

        await("ordinary mail").until(() -> paris.austin.taken().size() == 1);
        assertThat(paris.austin.taken().get(0).recipients()).containsExactly("tim@example.com");
        await().until(() -> paris.bench.queued("domain-sharing-tokyo").size() == 1);
    }

    @Test
    @Tag("L2")
    void copyShouldBeKeptForJustThePeerThatCannotTellAndSentWhenItSaysYes() throws Exception {
        paris.lookups.program("tokyo", SILENCE).program("austin", YES);
        MailImpl mail = mail(SENDER, SALES);

        paris.mailet().service(mail);

        await().until(() -> paris.austin.taken().size() == 1);
        assertThat(mail.getRecipients()).isEqualTo(addresses(SALES));
        paris.lookups.program("tokyo", YES).forgetAsked();
        Mail again = paris.askedAgain();
        paris.mailet().service(again);

        await().until(() -> paris.tokyo.taken().size() == 1);
        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(paris.lookups.asked()).containsExactly("tokyo");
        assertThat(paris.tokyo.taken().get(0).data())
                .contains("X-Domain-Sharing-List: copy=list; list=sales@example.com")
                .contains("served= ");
        assertThat(paris.austin.taken()).hasSize(1);
        assertThat(paris.bench.context.getSentMails()).isEmpty();
    }

    @Test
    @Tag("V3")
    @Tag("L2")
    void copyShouldBeKeptWhenDnsIsAskedForThePeersAndGoToThoseThatItNames() throws Exception {
        List<Peer> named = paris.bench.peers.all();
        PeerDirectory directory = paris.bench.peers.directory();
        MxKnowledge silent = MxKnowledge.NONE.with(List.of(EXAMPLE_COM), new Said("time-out", Set.of()));
        directory.swap(new PeerSet(List.of(), List.of(), silent), RemovedMail.REQUEUE);
        paris.lookups.program("tokyo", YES);
        paris.mailet().service(mail(SENDER, SALES));
        paris.mailet().service(paris.askedAgain());
        assertThat(paris.lookups.asked()).isEmpty();

        directory.swap(new PeerSet(named, List.of(), MxKnowledge.NONE), RemovedMail.REQUEUE);
        Mail again = paris.askedAgain();
        paris.mailet().service(again);

        await().until(() -> paris.tokyo.taken().size() == 1);
        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(paris.bench.queued(ListBench.UNDETERMINED_QUEUE)).isEmpty();
    }

    @Test
    @Tag("G3")
    void hostOfAGatewayShouldBeAskedForNoList() throws Exception {
        Gateway gateway = new Gateway(
                EXAMPLE_COM,
                List.of(HostAndPort.fromParts("mx.example.com", 25)),
                Gateway.Verification.RCPT,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.DEFER,
                true);
        paris.bench
                .peers
                .directory()
                .swap(new PeerSet(List.of(), List.of(gateway), MxKnowledge.NONE), RemovedMail.REQUEUE);
        paris.lookups.program(gateway.name().value(), YES);

        paris.mailet().service(mail(SENDER, SALES));

        assertThat(paris.lookups.asked()).isEmpty();
        assertThat(paris.bench.queued(ListBench.UNDETERMINED_QUEUE)).isEmpty();
    }

    @Test
    void keptCopyShouldGoToTheOthersWhenThePeerIsNotAskedForThatDomainAnyMore() throws Exception {
        Peer austin = paris.bench.peers.all().get(1);
        paris.lookups.program("tokyo", SILENCE);
        paris.mailet().service(mail(SENDER, SALES));
        paris.lookups.program("austin", YES).forgetAsked();
        paris.bench.peers.replaceBy(InMemoryPeers.peerOf("tokyo", "other.example"), austin);

        paris.mailet().service(paris.askedAgain());

        await().until(() -> paris.austin.taken().size() == 1);
        assertThat(paris.lookups.asked()).containsExactly("austin");
    }

    @Test
    void keptCopyShouldBeDroppedQuietlyWhenThePeerSaysNo() throws Exception {
        paris.lookups.program("tokyo", SILENCE);
        paris.mailet().service(mail(SENDER, SALES));
        paris.lookups.program("tokyo", NO);
        Mail again = paris.askedAgain();

        paris.mailet().service(again);

        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(paris.bench.queued(ListBench.UNDETERMINED_QUEUE)).isEmpty();
        assertThat(paris.bench.context.getSentMails()).isEmpty();
        assertThat(paris.tokyo.taken()).isEmpty();
    }

    @Test
    @Tag("L2")
    void keptCopyShouldBeReturnedWhenThePeerCannotTellUntilItExpires() throws Exception {
        paris.lookups.program("tokyo", SILENCE);
        paris.mailet().service(mail(SENDER, SALES));
        Mail again = paris.askedAgain();
        paris.bench.clock.pass(Duration.ofDays(5));

        paris.mailet().service(again);

        assertThat(paris.bench.context.getSentMails()).singleElement().satisfies(bounce -> {
            assertThat(bounce.getState()).isEqualTo("bounces");
            assertThat(bounce.getRecipients()).isEqualTo(addresses(SALES));
            assertThat(Mails.text(bounce, Bouncer.DELIVERY_ERROR))
                    .contains("tokyo has not said whether it has this list: no answer in time");
        });
        assertThat(paris.bench.queued(ListBench.UNDETERMINED_QUEUE)).isEmpty();
    }

    @Test
    @Tag("L2")
    void copyShouldBeReturnedWhenThePeerSaysYesAndRefusesItTwice() throws Exception {
        paris.lookups.program("tokyo", YES);
        paris.tokyo.answer(SALES, "550 5.1.1 Unknown user: sales@example.com");

        paris.mailet().service(mail(SENDER, SALES));
        Mail again = paris.respooled();
        paris.mailet().service(again);

        await().until(() -> !paris.bench.context.getSentMails().isEmpty());
        paris.assertReturned("5.1.1");
        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(paris.bench.queued("spool")).isEmpty();
        await().until(() -> paris.bench.queued("domain-sharing-tokyo").isEmpty());
    }

    @Test
    void refusalAsUnknownShouldEndWithThePeersNo() throws Exception {
        paris.lookups.program("tokyo", YES);
        paris.tokyo.answer(SALES, "550 5.1.1 Unknown user: sales@example.com");
        paris.mailet().service(mail(SENDER, SALES));
        Mail again = paris.respooled();
        paris.lookups.program("tokyo", NO);

        paris.mailet().service(again);

        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(paris.bench.queued("domain-sharing-tokyo")).isEmpty();
        assertThat(paris.bench.context.getSentMails()).isEmpty();
    }

    @ParameterizedTest
    @Tag("L2")
    @CsvSource({
        "sales@example.com,554 5.7.1 not from you",
        "DATA,554 5.7.1 not from you",
        "DATA,550 This message scored 9 spam points",
        "MAIL,550 5.1.8 not from that sender"
    })
    void refusalByPolicyShouldReturnThatCopyOnceAndNoOther(String what, String reply) throws Exception {
        paris.lookups.program("tokyo", YES).program("austin", YES);
        paris.austin.answer(what, reply);

        paris.mailet().service(mail(SENDER, SALES));

        await().until(() -> !paris.bench.context.getSentMails().isEmpty()
                && !paris.tokyo.taken().isEmpty());
        paris.assertReturned(reply);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.ListBench.ANN;
import static io.domainsharing.mailets.ListBench.GUEST;
import static io.domainsharing.mailets.ListBench.SALES;
import static io.domainsharing.mailets.ListBench.SENDER;
import static io.domainsharing.mailets.ListBench.YES;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.arriving;
import static io.domainsharing.mailets.delivery.Mails.fromPeer;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Nodes.EXAMPLE_COM;
import static io.domainsharing.mailets.delivery.SampleVerdicts.UNDETERMINED;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.delivery.Bench;
import io.domainsharing.mailets.delivery.DeliveryConfigurations;
import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.delivery.Nodes;
import io.domainsharing.mailets.delivery.SampleVerdicts;
import io.domainsharing.mailets.list.ListCopies;
import io.domainsharing.mailets.list.ListMark;
import io.domainsharing.mailets.list.ListPost;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import java.util.Set;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D9")
class ShareListPostsTest {
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
    void postShouldBeCopiedOnceToEachPeerThatHasTheList() throws Exception {
        paris.lookups.program("tokyo", YES);
        MailImpl mail = mail(SENDER, SALES, ANN);

        paris.mailet().service(mail);

        await().until(() -> paris.tokyo.taken().size() == 1);
        assertThat(paris.tokyo.taken().get(0).recipients()).containsExactly(SALES);
        assertThat(paris.tokyo.taken().get(0).sender()).isEqualTo(SENDER);
        assertThat(paris.tokyo.taken().get(0).data())
                .contains("X-Domain-Sharing-List: copy=list; list=sales@example.com")
                .containsOnlyOnce("X-Domain-Sharing: node=paris; peer=tokyo; hop=1");
        assertThat(paris.lookups.asked()).containsExactly("tokyo", "austin");
        assertThat(paris.austin.taken()).isEmpty();
        assertThat(paris.bench.queued(ListBench.UNDETERMINED_QUEUE)).isEmpty();
        assertThat(mail.getRecipients()).isEqualTo(addresses(SALES, ANN));
        assertThat(mail.getState()).isEqualTo("transport");
        assertThat(Mails.octets(mail)).doesNotContain(ListMark.HEADER);
        assertThat(ListPost.of(mail).orElseThrow().lists()).containsExactly(address(SALES));
    }

    @Test
    void everyPeerThatHasTheListShouldGetACopyAndNotTheFirstOnly() throws Exception {
        paris.lookups.program("tokyo", YES).program("austin", YES);

        paris.mailet().service(mail(SENDER, SALES));

        await().until(() ->
                paris.tokyo.taken().size() == 1 && paris.austin.taken().size() == 1);
    }

    @Test
    void copyShouldTellWhichMembersOutsideAreServedHere() throws Exception {
        paris.lookups.program("tokyo", YES);
        MailImpl mail = mail(SENDER, SALES);

        paris.mailet().service(mail);

        await().until(() -> paris.tokyo.taken().size() == 1);
        ListPost post = ListPost.of(mail).orElseThrow();
        assertThat(paris.tokyo.taken().get(0).data())
                .contains("served= " + post.token(address(GUEST)))
                .doesNotContain(post.token(address(ANN)))
                .doesNotContain(GUEST);
        assertThat(post.served()).as("they must not be dropped here").isEmpty();
    }

    @Test
    void ordinaryMailShouldCostNoQuestion() throws Exception {
        MailImpl mail = mail(SENDER, ANN, GUEST);

        paris.mailet().service(mail);

        assertThat(paris.lookups.asked()).isEmpty();
        assertThat(ListPost.of(mail)).isEmpty();
    }

    @Test
    void listsInListsShouldBeSharedWithThem() throws Exception {
        paris.lists.add("all@example.com", Set.of("all@example.com", SALES), ANN);
        paris.lookups.program("tokyo", YES);

        paris.mailet().service(mail(SENDER, "all@example.com"));

        await().until(() -> paris.tokyo.taken().size() == 1);
        assertThat(paris.tokyo.taken().get(0).recipients()).containsExactlyInAnyOrder("all@example.com", SALES);
    }

    @Test
    void listBehindACatchAllShouldBeSharedOnlyWhereNoPeerHasTheAddress() throws Exception {
        paris.lists.addByCatchAll("old-sales@example.com", Set.of(SALES), ANN);
        paris.lists.addByCatchAll("colleague@example.com", Set.of(SALES), ANN);
        paris.bench
                .ownership
                .know("old-sales@example.com", new Verdict.Local(LocalMatch.CATCH_ALL))
                .know("colleague@example.com", SampleVerdicts.ON_TOKYO);
        paris.lookups.program("tokyo", YES);

        paris.mailet().service(mail(SENDER, "colleague@example.com"));
        assertThat(paris.lookups.asked()).isEmpty();
        paris.mailet().service(mail(SENDER, "old-sales@example.com"));

        await().until(() -> paris.tokyo.taken().size() == 1);
        assertThat(paris.tokyo.taken().get(0).recipients()).containsExactly(SALES);
    }

    @Test
    @Tag("H1")
    void postWithoutMessageIdShouldBeToldFromTheNextOfTheSameTextWithoutChangingIt() throws Exception {
        paris.lookups.program("tokyo", YES);
        String octets = "Content-Type: text/plain; charset=\"utf-8\r\n\r\nsame text";
        MailImpl first = arriving(octets, SENDER, SALES);
        MailImpl second = arriving(octets, SENDER, SALES);
        second.setName("mail2");

        paris.mailet().service(first);
        paris.mailet().service(second);

        assertThat(Mails.octets(first)).isEqualTo(octets);
        assertThat(ListPost.of(first).orElseThrow().fingerprint())
                .isNotEqualTo(ListPost.of(second).orElseThrow().fingerprint());
        await().until(() -> paris.tokyo.taken().size() == 2);
        assertThat(paris.tokyo.taken())
                .anySatisfy(taken -> assertThat(taken.data()).contains("X-Domain-Sharing-List: id=<mail1@paris>"));
        MailImpl there = fromPeer(
                "X-Domain-Sharing-List: copy=list; list=sales@example.com\r\n"
                        + "X-Domain-Sharing-List: id=<mail1@paris>\r\nX-Domain-Sharing: node=a; peer=b; hop=1\r\n"
                        + octets,
                SENDER,
                SALES);
        paris.mailet().service(there);
        assertThat(ListPost.of(there).orElseThrow().fingerprint())
                .isEqualTo(ListPost.of(first).orElseThrow().fingerprint());
    }

    @Test
    @Tag("L2")
    void whatFailsForOnePeerShouldCostNoOtherItsCopy() throws Exception {
        paris.bench.close();
        paris.bench = new Bench(
                DeliveryConfigurations.delivery("1 hour", 5),
                new FailingFor("domain-sharing-tokyo"),
                Nodes.peer(Nodes.TOKYO, paris.tokyo.address()),
                Nodes.peer(Nodes.AUSTIN, paris.austin.address()));
        paris.lookups.program("tokyo", YES).program("austin", YES);
        MailImpl mail = mail(SENDER, SALES);

        paris.mailet().service(mail);

        await().until(() -> paris.austin.taken().size() == 1);
        assertThat(mail.getRecipients()).isEqualTo(addresses(SALES));
        assertThat(paris.bench.queued(ListBench.UNDETERMINED_QUEUE))
                .singleElement()
                .satisfies(kept -> assertThat(ListCopies.peerOf(kept)).contains(Nodes.TOKYO));
    }

    @Test
    @Tag("L2")
    void postShouldBeKeptWhileTheDirectoryFails() throws Exception {
        paris.lists.failing = true;
        MailImpl mail = ListBench.fromTokyo("copy=list; list=sales@example.com", SALES);

        paris.mailet().service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        Mail again = paris.askedAgain();
        paris.lists.failing = false;
        paris.mailet().service(again);
        assertThat(again.getRecipients()).isEqualTo(addresses(SALES));
        assertThat(paris.lookups.asked()).as("the mark is still there").isEmpty();
    }

    @Test
    void memberOnAPeerShouldGetACopyMarkedAsAMembers() throws Exception {
        paris.bench.ownership.know("tom@example.com", SampleVerdicts.ON_TOKYO).know("mia@example.com", UNDETERMINED);
        MailImpl mail = mail(SENDER, "tom@example.com", "mia@example.com");
        new ListPost("fingerprint", "", Set.of(address(SALES)), Set.of()).writeTo(mail);

        paris.bench.mailet().service(mail);

        await().until(() -> paris.tokyo.taken().size() == 1);
        assertThat(paris.tokyo.taken().get(0).data())
                .contains("X-Domain-Sharing-List: copy=member; list=sales@example.com");
        assertThat(ListPost.of(paris.bench.queued(ListBench.UNDETERMINED_QUEUE).get(0)))
                .isPresent();
    }

    @Test
    void operatorShouldBeToldOfTheMailetThatIsMissing() throws Exception {
        paris.mailet();

        assertThat(paris.present.missing()).containsExactly("io.domainsharing.mailets.DropSecondCopies");
    }

    @Test
    @Tag("D10")
    void nothingShouldHappenWhenListsAreNotShared() throws Exception {
        for (ShareListPosts off : List.of(paris.mailet(EXAMPLE_COM, false), paris.mailet(SharedDomains.NONE, true))) {
            MailImpl mail = ListBench.fromTokyo("copy=list; list=sales@example.com", SALES);
            off.service(mail);
            assertThat(ListMark.of(mail)).isPresent();
            assertThat(ListPost.of(mail)).isEmpty();
            assertThat(off.requiredProcessingState()).isEmpty();
        }
        assertThat(paris.lookups.asked()).isEmpty();
    }
}

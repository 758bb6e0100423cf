// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.Bench.AUSTIN;
import static io.domainsharing.mailets.Bench.EXAMPLE_COM;
import static io.domainsharing.mailets.Bench.PARIS;
import static io.domainsharing.mailets.Bench.TOKYO;
import static io.domainsharing.mailets.Bench.UNDETERMINED;
import static io.domainsharing.mailets.Bench.addresses;
import static io.domainsharing.mailets.Bench.delivery;
import static io.domainsharing.mailets.Bench.mail;
import static io.domainsharing.mailets.Bench.message;
import static io.domainsharing.mailets.Bench.peer;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.ListsConfiguration;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.smtp.ReceivedFromPeerAttribute;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("D9")
class ShareListPostsTest {
    private static final String SALES = "sales@example.com";
    private static final String STAFF = "staff@example.com";
    private static final String ANN = "ann@example.com";
    private static final String GUEST = "guest@elsewhere.example";
    private static final String SENDER = "sender@elsewhere.example";
    private static final String UNDETERMINED_QUEUE = "domain-sharing-undetermined";
    private static final PeerAnswer YES = new PeerAnswer.Accepts();
    private static final PeerAnswer NO = new PeerAnswer.Unknown();
    private static final PeerAnswer SILENCE = new NoAnswer(Reason.TIMEOUT, "no answer within 1 s");
    private static final LookupConfiguration QUICK =
            new LookupConfiguration(Duration.ofMillis(100), 1, Duration.ofMillis(100), null);

    private final InMemoryLookups lookups = new InMemoryLookups();
    private final Lists lists = new Lists();
    private final ListMailets present = new ListMailets();
    private SmtpSink tokyo;
    private SmtpSink austin;
    private Bench bench;

    @BeforeEach
    void setUp() throws Exception {
        tokyo = new SmtpSink(0);
        austin = new SmtpSink(0);
        bench = new Bench(delivery("1 hour", 5), peer(TOKYO, tokyo.address()), peer(AUSTIN, austin.address()));
        lists.add(SALES, Set.of(SALES), ANN, GUEST);
        lookups.program("tokyo", NO).program("austin", NO);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
        tokyo.close();
        austin.close();
    }

    @Test
    void postShouldBeCopiedOnceToEachPeerThatHasTheList() throws Exception {
        lookups.program("tokyo", YES);
        MailImpl mail = mail(SENDER, SALES, ANN);

        mailet().service(mail);

        await().until(() -> tokyo.taken().size() == 1);
        assertThat(tokyo.taken().get(0).recipients()).containsExactly(SALES);
        assertThat(tokyo.taken().get(0).sender()).isEqualTo(SENDER);
        assertThat(tokyo.taken().get(0).data())
                .contains("X-Domain-Sharing-List: copy=list; list=sales@example.com")
                .containsOnlyOnce("X-Domain-Sharing: node=paris; peer=tokyo; hop=1");
        assertThat(lookups.asked()).containsExactly("tokyo", "austin");
        assertThat(austin.taken()).isEmpty();
        assertThat(bench.queued(UNDETERMINED_QUEUE)).isEmpty();
        assertThat(mail.getRecipients()).isEqualTo(addresses(SALES, ANN));
        assertThat(mail.getState()).isEqualTo("transport");
        assertThat(mail.getMessage().getHeader(ListMark.HEADER)).isNull();
        assertThat(Post.of(mail).orElseThrow().lists()).containsExactly(address(SALES));
    }

    @Test
    void everyPeerThatHasTheListShouldGetACopyAndNotTheFirstOnly() throws Exception {
        lookups.program("tokyo", YES).program("austin", YES);

        mailet().service(mail(SENDER, SALES));

        await().until(() -> tokyo.taken().size() == 1 && austin.taken().size() == 1);
    }

    @Test
    void copyShouldTellWhichMembersOutsideAreServedHere() throws Exception {
        lookups.program("tokyo", YES);
        MailImpl mail = mail(SENDER, SALES);

        mailet().service(mail);

        await().until(() -> tokyo.taken().size() == 1);
        Post post = Post.of(mail).orElseThrow();
        assertThat(tokyo.taken().get(0).data())
                .contains("served= " + post.token(address(GUEST)))
                .doesNotContain(post.token(address(ANN)))
                .doesNotContain(GUEST);
        assertThat(post.served()).as("they must not be dropped here").isEmpty();
    }

    @Test
    @Tag("D7")
    void copyShouldWaitForItsPeerAndNotGoToTheSmartHost() throws Exception {
        bench.close();
        bench = new Bench(Bench.withSmartHost(austin.address(), true), peer(TOKYO, tokyo.address()));
        lookups.program("tokyo", YES);
        tokyo.close();

        mailet().service(mail(SENDER, SALES));

        await().until(() -> bench.queued("domain-sharing-tokyo").size() == 1);
        assertThat(austin.taken()).isEmpty();
    }

    @Test
    @Tag("D7")
    void copyForAMemberShouldWaitForItsPeerAndNotGoToTheSmartHost() throws Exception {
        bench.close();
        bench = new Bench(Bench.withSmartHost(austin.address(), true), peer(TOKYO, tokyo.address()));
        bench.ownership.know("tom@example.com", Bench.ON_TOKYO).know("tim@example.com", Bench.ON_TOKYO);
        tokyo.close();
        MailImpl post = mail(SENDER, "tom@example.com");
        new Post("fingerprint", Set.of(address(SALES)), Set.of()).writeTo(post);

        bench.mailet().service(post);
        bench.mailet().service(mail(SENDER, "tim@example.com"));

        await("ordinary mail").until(() -> austin.taken().size() == 1);
        assertThat(austin.taken().get(0).recipients()).containsExactly("tim@example.com");
        await().until(() -> bench.queued("domain-sharing-tokyo").size() == 1);
    }

    @Test
    void ordinaryMailShouldCostNoQuestion() throws Exception {
        MailImpl mail = mail(SENDER, ANN, GUEST);

        mailet().service(mail);

        assertThat(lookups.asked()).isEmpty();
        assertThat(Post.of(mail)).isEmpty();
    }

    @Test
    void listsInListsShouldBeSharedWithThem() throws Exception {
        lists.add("all@example.com", Set.of("all@example.com", SALES), ANN);
        lookups.program("tokyo", YES);

        mailet().service(mail(SENDER, "all@example.com"));

        await().until(() -> tokyo.taken().size() == 1);
        assertThat(tokyo.taken().get(0).recipients()).containsExactlyInAnyOrder("all@example.com", SALES);
    }

    @Test
    void listBehindACatchAllShouldBeSharedOnlyWhereNoPeerHasTheAddress() throws Exception {
        lists.addByCatchAll("old-sales@example.com", Set.of(SALES), ANN);
        lists.addByCatchAll("colleague@example.com", Set.of(SALES), ANN);
        bench.ownership
                .know("old-sales@example.com", new Verdict.Local(LocalMatch.CATCH_ALL))
                .know("colleague@example.com", Bench.ON_TOKYO);
        lookups.program("tokyo", YES);

        mailet().service(mail(SENDER, "colleague@example.com"));
        assertThat(lookups.asked()).isEmpty();
        mailet().service(mail(SENDER, "old-sales@example.com"));

        await().until(() -> tokyo.taken().size() == 1);
        assertThat(tokyo.taken().get(0).recipients()).containsExactly(SALES);
    }

    @Test
    @Tag("L2")
    void copyShouldBeKeptForJustThePeerThatCannotTellAndSentWhenItSaysYes() throws Exception {
        lookups.program("tokyo", SILENCE).program("austin", YES);
        MailImpl mail = mail(SENDER, SALES);

        mailet().service(mail);

        await().until(() -> austin.taken().size() == 1);
        assertThat(mail.getRecipients()).isEqualTo(addresses(SALES));
        lookups.program("tokyo", YES).forgetAsked();
        Mail again = askedAgain();
        mailet().service(again);

        await().until(() -> tokyo.taken().size() == 1);
        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(lookups.asked()).containsExactly("tokyo");
        assertThat(tokyo.taken().get(0).data())
                .contains("X-Domain-Sharing-List: copy=list; list=sales@example.com")
                .contains("served= ");
        assertThat(austin.taken()).hasSize(1);
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void keptCopyShouldBeDroppedQuietlyWhenThePeerSaysNo() throws Exception {
        lookups.program("tokyo", SILENCE);
        mailet().service(mail(SENDER, SALES));
        lookups.program("tokyo", NO);
        Mail again = askedAgain();

        mailet().service(again);

        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.queued(UNDETERMINED_QUEUE)).isEmpty();
        assertThat(bench.context.getSentMails()).isEmpty();
        assertThat(tokyo.taken()).isEmpty();
    }

    @Test
    @Tag("L2")
    void keptCopyShouldBeReturnedWhenThePeerCannotTellUntilItExpires() throws Exception {
        lookups.program("tokyo", SILENCE);
        mailet().service(mail(SENDER, SALES));
        Mail again = askedAgain();
        bench.clock.pass(Duration.ofDays(5));

        mailet().service(again);

        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> {
            assertThat(bounce.getState()).isEqualTo("bounces");
            assertThat(bounce.getRecipients()).isEqualTo(addresses(SALES));
            assertThat(Bench.text(bounce, Bouncer.DELIVERY_ERROR))
                    .contains("tokyo has not said whether it has this list: TIMEOUT");
        });
        assertThat(bench.queued(UNDETERMINED_QUEUE)).isEmpty();
    }

    @Test
    @Tag("L2")
    void copyShouldBeReturnedWhenThePeerSaysYesAndRefusesItTwice() throws Exception {
        lookups.program("tokyo", YES);
        tokyo.answer(SALES, "550 5.1.1 Unknown user: sales@example.com");

        mailet().service(mail(SENDER, SALES));
        Mail again = respooled();
        mailet().service(again);

        await().until(() -> !bench.context.getSentMails().isEmpty());
        assertReturned("5.1.1");
        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.queued("spool")).isEmpty();
        await().until(() -> bench.queued("domain-sharing-tokyo").isEmpty());
    }

    @Test
    void refusalAsUnknownShouldEndWithThePeersNo() throws Exception {
        lookups.program("tokyo", YES);
        tokyo.answer(SALES, "550 5.1.1 Unknown user: sales@example.com");
        mailet().service(mail(SENDER, SALES));
        Mail again = respooled();
        lookups.program("tokyo", NO);

        mailet().service(again);

        assertThat(again.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.queued("domain-sharing-tokyo")).isEmpty();
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @ParameterizedTest
    @Tag("L2")
    @CsvSource({
        "sales@example.com,554 5.7.1 not from you",
        "DATA,554 5.7.1 not from you",
        "DATA,550 This message scored 9 spam points",
        "MAIL,550 not from you"
    })
    void refusalByPolicyShouldReturnThatCopyOnceAndNoOther(String what, String reply) throws Exception {
        lookups.program("tokyo", YES).program("austin", YES);
        austin.answer(what, reply);

        mailet().service(mail(SENDER, SALES));

        await().until(() ->
                !bench.context.getSentMails().isEmpty() && !tokyo.taken().isEmpty());
        assertReturned(reply);
    }

    private void assertReturned(String reason) {
        assertThat(bench.context.getSentMails()).singleElement().satisfies(bounce -> {
            assertThat(bounce.getState()).isEqualTo("bounces");
            assertThat(bounce.getRecipients()).isEqualTo(addresses(SALES));
            assertThat(Bench.text(bounce, Bouncer.DELIVERY_ERROR)).contains(reason);
        });
    }

    @Test
    void copyForAListShouldBeExpandedHereAndNeverSharedAgain() throws Exception {
        lookups.program("tokyo", YES).program("austin", YES);
        MailImpl mail = fromTokyo("copy=list; list=sales@example.com", SALES);

        mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses(SALES));
        assertThat(lookups.asked()).isEmpty();
        assertThat(mail.getMessage().getHeader(ListMark.HEADER)).isNull();
        assertThat(mail.getMessage().getHeader(Trace.HEADER))
                .as("a member who lives at tokyo must be reached")
                .isNull();
        assertThat(Post.of(mail).orElseThrow().lists()).containsExactly(address(SALES));
    }

    @Test
    void copyForAListShouldBeDroppedWhereItIsNone() throws Exception {
        MailImpl mail = fromTokyo("copy=list; list=ann@example.com", ANN);

        mailet().service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(bench.context.getSentMails()).isEmpty();
    }

    @Test
    void copyForAMemberShouldStayMarkedAndKeepItsTrace() throws Exception {
        MailImpl mail = fromTokyo("copy=member; list=sales@example.com", ANN);

        mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses(ANN));
        assertThat(Post.of(mail).orElseThrow().lists()).containsExactly(address(SALES));
        assertThat(mail.getMessage().getHeader(Trace.HEADER)).hasSize(1);
    }

    @Test
    @Tag("L1")
    void copyForAMemberShouldEndAtAListThatHadThePost() throws Exception {
        MailImpl mail = fromTokyo("copy=member; list=sales@example.com", SALES, ANN);

        mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses(ANN));
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void listThatIsAMemberOfAPeersListShouldBeSharedFromHere() throws Exception {
        lookups.program("austin", YES);
        MailImpl mail = fromTokyo("copy=member; list=staff@example.com", SALES);

        mailet().service(mail);

        await().until(() -> austin.taken().size() == 1);
        assertThat(austin.taken().get(0).data())
                .contains("copy=list; list=sales@example.com", "copy=list; list=staff@example.com")
                .containsOnlyOnce("X-Domain-Sharing: ");
        assertThat(mail.getMessage().getHeader(Trace.HEADER)).isNull();
        assertThat(Post.of(mail).orElseThrow().lists()).containsExactlyInAnyOrder(address(SALES), address(STAFF));
    }

    @Test
    @Tag("L1")
    void traceShouldBeginAnewForTheListOnlyAndNotForRecipientsBesideIt() throws Exception {
        MailImpl mail = fromTokyo("", SALES, "moved@example.com");

        mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("moved@example.com"));
        assertThat(mail.getMessage().getHeader(Trace.HEADER)).hasSize(1);
        assertThat(bench.queued("spool")).singleElement().satisfies(part -> {
            assertThat(part.getRecipients()).isEqualTo(addresses(SALES));
            assertThat(part.getMessage().getHeader(Trace.HEADER)).isNull();
            assertThat(part.getState()).isEqualTo("transport");
            assertThat(Copies.origin(part.getName())).isNotEqualTo(Copies.origin(mail.getName()));
            assertThat(Post.of(part)).isEqualTo(Post.of(mail));
        });
        lookups.forgetAsked();
        mailet().service(bench.queued("spool").get(0));
        assertThat(lookups.asked()).as("shared once").isEmpty();
    }

    @Test
    void markOfAStrangerShouldNotBeBelieved() throws Exception {
        lookups.program("tokyo", YES);
        MailImpl mail = mail(message("X-Domain-Sharing-List: copy=list; list=sales@example.com\r\n"), SENDER, SALES);

        mailet().service(mail);

        await().until(() -> tokyo.taken().size() == 1);
        assertThat(mail.getMessage().getHeader(ListMark.HEADER)).isNull();
    }

    @Test
    void postWithoutMessageIdAndDateShouldGetThem() throws Exception {
        MailImpl first = mail(message(""), SENDER, SALES);
        first.getMessage().removeHeader("Message-ID");
        MailImpl second = mail(message(""), SENDER, SALES);
        second.getMessage().removeHeader("Message-ID");
        second.setName("mail2");

        mailet().service(first);
        mailet().service(second);

        assertThat(first.getMessage().getHeader("Message-ID")).containsExactly("<mail1@paris>");
        assertThat(first.getMessage().getHeader("Date")).hasSize(1);
        assertThat(Post.of(first).orElseThrow().fingerprint())
                .isNotEqualTo(Post.of(second).orElseThrow().fingerprint());
    }

    @Test
    @Tag("L2")
    void postShouldBeKeptWhileTheDirectoryFails() throws Exception {
        lists.failing = true;
        MailImpl mail = fromTokyo("copy=list; list=sales@example.com", SALES);

        mailet().service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        Mail again = askedAgain();
        lists.failing = false;
        mailet().service(again);
        assertThat(again.getRecipients()).isEqualTo(addresses(SALES));
        assertThat(lookups.asked()).as("the mark is still there").isEmpty();
    }

    @Test
    void memberOnAPeerShouldGetACopyMarkedAsAMembers() throws Exception {
        bench.ownership.know("tom@example.com", Bench.ON_TOKYO).know("mia@example.com", UNDETERMINED);
        MailImpl mail = mail(SENDER, "tom@example.com", "mia@example.com");
        new Post("fingerprint", Set.of(address(SALES)), Set.of()).writeTo(mail);

        bench.mailet().service(mail);

        await().until(() -> tokyo.taken().size() == 1);
        assertThat(tokyo.taken().get(0).data()).contains("X-Domain-Sharing-List: copy=member; list=sales@example.com");
        assertThat(Post.of(bench.queued(UNDETERMINED_QUEUE).get(0))).isPresent();
    }

    @Test
    void operatorShouldBeToldOfTheMailetThatIsMissing() throws Exception {
        mailet();

        assertThat(present.missing()).containsExactly("io.domainsharing.mailets.DropSecondCopies");
    }

    @Test
    @Tag("D10")
    void nothingShouldHappenWhenListsAreNotShared() throws Exception {
        for (ShareListPosts off : List.of(mailet(EXAMPLE_COM, false), mailet(SharedDomains.NONE, true))) {
            MailImpl mail = fromTokyo("copy=list; list=sales@example.com", SALES);
            off.service(mail);
            assertThat(mail.getMessage().getHeader(ListMark.HEADER)).hasSize(1);
            assertThat(Post.of(mail)).isEmpty();
            assertThat(off.requiredProcessingState()).isEmpty();
        }
        assertThat(lookups.asked()).isEmpty();
    }

    private Mail askedAgain() throws Exception {
        bench.delivery.flush(TOKYO);
        return respooled();
    }

    private Mail respooled() throws Exception {
        await().until(() -> !bench.queued("spool").isEmpty());
        Mail mail = bench.queued("spool").get(0);
        bench.queues.createQueue(MailQueueName.of("spool")).clear();
        assertThat(mail.getState()).isEqualTo("transport");
        return mail;
    }

    private static MailImpl fromTokyo(String mark, String... recipients) throws MessagingException {
        String header = mark.isEmpty() ? "" : "X-Domain-Sharing-List: " + mark + "\r\n";
        MailImpl mail =
                mail(message(header + "X-Domain-Sharing: node=tokyo; peer=paris; hop=1\r\n"), SENDER, recipients);
        mail.setAttribute(new Attribute(ReceivedFromPeerAttribute.NAME, AttributeValue.of("tokyo")));
        return mail;
    }

    private ShareListPosts mailet() throws MessagingException {
        return mailet(EXAMPLE_COM, true);
    }

    private ShareListPosts mailet(SharedDomains domains, boolean share) throws MessagingException {
        ListCopies copies = new ListCopies(bench.peers, lookups, QUICK, PARIS, bench.delivery);
        ShareListPosts mailet = new ShareListPosts(
                lists,
                domains,
                new ListsConfiguration(share),
                bench.ownership,
                QUICK,
                PARIS,
                copies,
                bench.delivery,
                present);
        mailet.init(FakeMailetConfig.builder().mailetContext(bench.spool()).build());
        return mailet;
    }

    /** The lists of paris. */
    private static final class Lists implements LocalLists {
        private final Map<MailAddress, Reach> exact = new HashMap<>();
        private final Map<MailAddress, Reach> byCatchAll = new HashMap<>();
        private volatile boolean failing;

        void add(String address, Set<String> lists, String... members) {
            exact.put(address(address), reach(lists, members));
        }

        void addByCatchAll(String address, Set<String> lists, String... members) {
            byCatchAll.put(address(address), reach(lists, members));
        }

        private static Reach reach(Set<String> lists, String... members) {
            return new Reach(Set.copyOf(addresses(lists.toArray(String[]::new))), Set.copyOf(addresses(members)));
        }

        @Override
        public Reach reachOf(MailAddress address, boolean catchAll) throws DirectoryUnavailableException {
            if (failing) {
                throw new DirectoryUnavailableException(new IllegalStateException("database down"));
            }
            Reach nowhere = new Reach(Set.of(), Set.of(address));
            Reach otherwise = catchAll ? byCatchAll.getOrDefault(address, nowhere) : nowhere;
            return exact.getOrDefault(address, otherwise);
        }
    }
}

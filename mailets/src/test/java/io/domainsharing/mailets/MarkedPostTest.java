// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.mailets.ListBench.ANN;
import static io.domainsharing.mailets.ListBench.SALES;
import static io.domainsharing.mailets.ListBench.SENDER;
import static io.domainsharing.mailets.ListBench.STAFF;
import static io.domainsharing.mailets.ListBench.YES;
import static io.domainsharing.mailets.delivery.Mails.addresses;
import static io.domainsharing.mailets.delivery.Mails.mail;
import static io.domainsharing.mailets.delivery.Mails.message;
import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.mailets.list.ListPost;
import io.domainsharing.mailets.trace.Copies;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Posts that a peer brings, with its mark, and what only looks like one. */
@Tag("D9")
class MarkedPostTest {
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
    void copyForAListShouldBeExpandedHereAndNeverSharedAgain() throws Exception {
        paris.lookups.program("tokyo", YES).program("austin", YES);
        MailImpl mail = ListBench.fromTokyo("copy=list; list=sales@example.com", SALES);

        paris.mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses(SALES));
        assertThat(paris.lookups.asked()).isEmpty();
        assertThat(paris.bench.guard().begins(mail))
                .as("a member who lives at tokyo must be reached")
                .isTrue();
        assertThat(ListPost.of(mail).orElseThrow().lists()).containsExactly(address(SALES));
    }

    @Test
    void copyForAListShouldBeDroppedWhereItIsNone() throws Exception {
        MailImpl mail = ListBench.fromTokyo("copy=list; list=ann@example.com", ANN);

        paris.mailet().service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(paris.bench.context.getSentMails()).isEmpty();
    }

    @Test
    void copyForAMemberShouldStayMarkedAndKeepItsTrace() throws Exception {
        MailImpl mail = ListBench.fromTokyo("copy=member; list=sales@example.com", ANN);

        paris.mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses(ANN));
        assertThat(ListPost.of(mail).orElseThrow().lists()).containsExactly(address(SALES));
        assertThat(paris.bench.guard().begins(mail)).isFalse();
    }

    @Test
    @Tag("L1")
    void copyForAMemberShouldEndAtAListThatHadThePost() throws Exception {
        MailImpl mail = ListBench.fromTokyo("copy=member; list=sales@example.com", SALES, ANN);

        paris.mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses(ANN));
        assertThat(paris.lookups.asked()).isEmpty();
    }

    @Test
    void listThatIsAMemberOfAPeersListShouldBeSharedFromHere() throws Exception {
        paris.lookups.program("austin", YES);
        MailImpl mail = ListBench.fromTokyo("copy=member; list=staff@example.com", SALES);

        paris.mailet().service(mail);

        await().until(() -> paris.austin.taken().size() == 1);
        assertThat(paris.austin.taken().get(0).data())
                .contains("copy=list; list=sales@example.com", "copy=list; list=staff@example.com")
                .contains("X-Domain-Sharing: node=paris; peer=austin; hop=1");
        assertThat(paris.bench.guard().begins(mail)).isTrue();
        assertThat(ListPost.of(mail).orElseThrow().lists()).containsExactlyInAnyOrder(address(SALES), address(STAFF));
    }

    @Test
    @Tag("L1")
    void traceShouldBeginAnewForTheListOnlyAndNotForRecipientsBesideIt() throws Exception {
        MailImpl mail = ListBench.fromTokyo("", SALES, "moved@example.com");

        paris.mailet().service(mail);

        assertThat(mail.getRecipients()).isEqualTo(addresses("moved@example.com"));
        assertThat(paris.bench.guard().begins(mail)).isFalse();
        assertThat(paris.bench.queued("spool")).singleElement().satisfies(part -> {
            assertThat(part.getRecipients()).isEqualTo(addresses(SALES));
            assertThat(paris.bench.guard().begins(part)).isTrue();
            assertThat(part.getState()).isEqualTo("transport");
            assertThat(Copies.origin(part.getName())).isNotEqualTo(Copies.origin(mail.getName()));
            assertThat(ListPost.of(part)).isEqualTo(ListPost.of(mail));
        });
        paris.lookups.forgetAsked();
        paris.mailet().service(paris.bench.queued("spool").get(0));
        assertThat(paris.lookups.asked()).as("shared once").isEmpty();
    }

    @Test
    void markOfAStrangerShouldNotBeBelieved() throws Exception {
        paris.lookups.program("tokyo", YES);
        MailImpl mail = mail(message("X-Domain-Sharing-List: copy=list; list=sales@example.com\r\n"), SENDER, SALES);

        paris.mailet().service(mail);

        await().until(() -> paris.tokyo.taken().size() == 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever way a post to a list on three servers comes, everybody gets it once. */
@Tag("D9")
@ExtendWith(NoLeftovers.class)
class ListIT extends ListFixture {
    private static final String STAFF = "staff@example.com";
    private static final String PARTNERS = "partners@example.com";

    @Test
    void postFromInsideShouldReachEveryMemberOnce() {
        try (SmtpSession session = submission(PARIS, "p1@example.com")) {
            handIn(session, "inside", "body of inside", LIST);
        }

        assertEverybodyHasIt("inside", 1);
        assertThat(outside("inside")).as("the guest on two lists").hasSize(1);
    }

    @Test
    void postFromOutsideShouldReachEveryMemberOnce() {
        post(TOKYO, "outside", "body of outside", LIST);

        assertEverybodyHasIt("outside", 1);
        assertThat(outside("outside")).hasSize(1);
        String copy = inbox("a1").await("Subject: outside");
        assertThat(copy).as("what the servers tell each other").doesNotContain("X-Domain-Sharing-List");
    }

    @Test
    void postWithoutDateAndMessageIdShouldReachEveryMemberOnceAndAgainWhenItIsPostedAgain() {
        for (int times = 1; times <= 2; times++) {
            try (SmtpSession session = ThreeServers.stranger(PARIS)) {
                assertThat(session.rcpt(LIST).code()).isEqualTo(250);
                assertThat(session.data("Subject: report\n\nall is well\n").code())
                        .isEqualTo(250);
            }
        }

        assertEverybodyHasIt("report", 2);
    }

    @Test
    void postThatComesToTwoServersAtOnceShouldReachEveryMemberOnce() {
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> post(PARIS, "twice", "body of twice", LIST)),
                        CompletableFuture.runAsync(() -> post(TOKYO, "twice", "body of twice", LIST)))
                .join();

        assertEverybodyHasIt("twice", 1);
    }

    @Test
    void memberWhoIsWrittenToBesidesTheListShouldGetOneCopy() {
        post(PARIS, "besides", "body of besides", "t2@example.com", LIST, "p1@example.com");

        assertEverybodyHasIt("besides", 1);
    }

    @Test
    void memberOutsideWhoIsOnTwoListsAndWrittenToBesidesThemShouldGetOneCopy() {
        PARIS.webAdmin().group(PARTNERS, OUTSIDER);
        try (SmtpSession session = submission(PARIS, "p1@example.com")) {
            handIn(session, "guest", "body of guest", LIST, PARTNERS, OUTSIDER);
        }

        assertEverybodyHasIt("guest", 1);
        assertThat(outside("guest")).hasSize(1);
    }

    @Test
    void operatorShouldNotBeToldThatAMailetIsMissing() {
        assertThat(PARIS.log()).contains("Domain Sharing is on").doesNotContain("is in no processor");
    }

    @Test
    void bothShouldGetThroughWhenAnOutsiderReusesAMessageId() {
        post(AUSTIN, "reused", "what the true sender wrote", LIST);
        post(PARIS, "reused", "what the outsider wrote", LIST);

        assertEverybodyHasIt("reused", 2);
        for (String text : List.of("what the true sender wrote", "what the outsider wrote")) {
            assertThat(inbox("t5").messagesWith(text)).hasSize(1);
        }
    }

    @Test
    void forgedMarkShouldNotKeepAPostFromAnybody() {
        try (SmtpSession session = ThreeServers.stranger(PARIS)) {
            assertThat(session.rcpt(LIST).code()).isEqualTo(250);
            assertThat(session.data("X-Domain-Sharing-List: copy=list; list=" + LIST + "\n"
                                    + "X-Domain-Sharing: node=tokyo-lists; peer=paris-lists; hop=2\n"
                                    + text("forged", "body of forged"))
                            .code())
                    .isEqualTo(250);
        }

        assertEverybodyHasIt("forged", 1);
    }

    @Test
    void postShouldReachEveryMemberWhenItComesToTheServerThatHasNoSuchList() {
        for (JamesServer server : List.of(TOKYO, AUSTIN)) {
            for (String member : List.of("t1@example.com", "a1@example.com", "p1@example.com")) {
                server.webAdmin().group(STAFF, member);
            }
        }
        TOKYO.webAdmin().group(STAFF, "t2@example.com");
        AUSTIN.webAdmin().group(STAFF, "a2@example.com");

        post(PARIS, "staff", "body of staff", STAFF);

        assertCounts("staff", Map.of("t1", 1, "t2", 1, "a1", 1, "a2", 1, "p1", 1, "p2", 0));
    }

    @Test
    @Tag("L2")
    void nobodyShouldLoseAPostWhenAServerIsDownWhileItComes() {
        austinsDoor.shut();
        parisAsksAustin.drop(true);
        AUSTIN.kill();

        post(PARIS, "outage", "body of outage", LIST);
        assertCounts("outage", Map.of("p1", 1, "p4", 1, "p7", 1, "t1", 1, "t2", 1, "t4", 1));
        Awaitility.await("the copy for austin waits")
                .until(() -> PARIS.webAdmin().queueSize("domain-sharing-undetermined")
                                + PARIS.webAdmin().queueSize("domain-sharing-austin-lists")
                        > 0);
        AUSTIN.start();
        populate(AUSTIN);
        austinsDoor.open();
        parisAsksAustin.drop(false);

        assertEverybodyHasIt("outage", 1);
        assertThat(outside("outage")).hasSize(1);
    }
}

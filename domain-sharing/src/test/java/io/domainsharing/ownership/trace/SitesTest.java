// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L1")
class SitesTest {
    private static final String ALICE = "alice@example.com";
    private static final String BOB = "bob@example.com";
    private static final String CAROL = "carol@example.com";
    private static final String DAVE = "dave@example.com";

    private final Sites sites = new Sites().site("paris").site("tokyo").site("austin");

    @Test
    void mutualForwardsShouldGiveEachOneCopyWhenBothKeepOne() {
        sites.forwardWithCopy("paris", ALICE, BOB)
                .forwardWithCopy("tokyo", BOB, ALICE)
                .send("paris", ALICE);

        assertThat(sites.copies).isEqualTo(Map.of(ALICE, 1, BOB, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void mutualForwardsShouldGiveEachOneCopyWhenMailIsForBothAtOnce() {
        sites.forwardWithCopy("paris", ALICE, BOB)
                .forwardWithCopy("tokyo", BOB, ALICE)
                .send("paris", ALICE, BOB);

        assertThat(sites.copies).isEqualTo(Map.of(ALICE, 1, BOB, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void mutualForwardsShouldReturnOnceWhenNobodyKeepsACopy() {
        sites.forward("paris", ALICE, BOB).forward("tokyo", BOB, ALICE).send("paris", ALICE);

        assertThat(sites.returns).containsExactly("paris -> tokyo -> paris");
    }

    @Test
    void mutualForwardsShouldReturnOnceWhenMailIsForBothAtOnceAndNobodyKeepsACopy() {
        sites.forward("paris", ALICE, BOB).forward("tokyo", BOB, ALICE).send("paris", ALICE, BOB);

        assertThat(sites.returns).hasSize(1);
    }

    @Test
    void circleShouldReturnNothingWhenTheFirstKeepsACopy() {
        sites.forwardWithCopy("paris", ALICE, BOB).forward("tokyo", BOB, ALICE).send("paris", ALICE);

        assertThat(sites.copies).isEqualTo(Map.of(ALICE, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void circleShouldReturnNothingWhenTheSecondKeepsACopy() {
        sites.forward("paris", ALICE, BOB).forwardWithCopy("tokyo", BOB, ALICE).send("paris", ALICE);

        assertThat(sites.copies).isEqualTo(Map.of(BOB, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void chainOfForwardsShouldBeDeliveredWhenItCrossesTwoSitesThreeTimes() {
        chain().send("paris", ALICE);

        assertThat(sites.copies).isEqualTo(Map.of(DAVE, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void chainOfForwardsShouldBeDeliveredOnceWhenMailIsForSeveralOfItsAddresses() {
        chain().send("paris", ALICE, CAROL);

        assertThat(sites.copies).isEqualTo(Map.of(DAVE, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void chainOfForwardsShouldBeDeliveredWhenItBeginsAndEndsAtOneCopy() {
        chain().site("berlin").send("berlin", BOB, DAVE);

        assertThat(sites.copies).containsOnlyKeys(DAVE);
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void circleShouldReturnOnceWhenItComesBackByAnAlias() {
        sites.forward("paris", ALICE, BOB)
                .forward("paris", "al@example.com", ALICE)
                .forward("tokyo", BOB, "al@example.com")
                .send("paris", ALICE);

        assertThat(sites.returns).containsExactly("paris -> tokyo -> paris");
    }

    @Test
    void circleShouldGiveOneCopyWhenItComesBackByAnAliasOfWhomKeepsOne() {
        sites.forwardWithCopy("paris", ALICE, BOB)
                .forward("paris", "al@example.com", ALICE)
                .forward("tokyo", BOB, "al@example.com")
                .send("paris", ALICE);

        assertThat(sites.copies).isEqualTo(Map.of(ALICE, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void groupShouldReachEachMemberOnceWhenOneForwardsBackToIt() {
        sites.forward("paris", "all@example.com", ALICE, BOB, CAROL)
                .mailbox("paris", ALICE)
                .forward("tokyo", BOB, "all@example.com")
                .mailbox("tokyo", CAROL)
                .send("paris", "all@example.com");

        assertThat(sites.copies).isEqualTo(Map.of(ALICE, 1, CAROL, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void groupShouldReturnOnceWhenAllItsMembersForwardBackToIt() {
        sites.forward("paris", "all@example.com", BOB)
                .forward("tokyo", BOB, "all@example.com")
                .send("paris", "all@example.com");

        assertThat(sites.returns).hasSize(1);
    }

    @Test
    void memberShouldGetOneCopyWhenAnotherForwardsToHimByHisOwnServer() {
        sites.forward("paris", "all@example.com", ALICE, BOB)
                .mailbox("paris", ALICE)
                .forwardWithCopy("tokyo", BOB, ALICE)
                .send("paris", "all@example.com");

        assertThat(sites.copies).isEqualTo(Map.of(ALICE, 1, BOB, 1));
    }

    @Test
    void memberShouldBeNoCircleWhenAnotherForwardsToHimByWayOfAThirdServer() {
        sites.forward("paris", "all@example.com", BOB, CAROL)
                .forward("tokyo", BOB, "detour@example.com")
                .forward("paris", "detour@example.com", CAROL)
                .mailbox("tokyo", CAROL)
                .send("paris", "all@example.com");

        assertThat(sites.copies).containsOnlyKeys(CAROL);
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void circleBesideAnotherRecipientShouldReturnOnce() {
        sites.forward("tokyo", BOB, "detour@example.com")
                .forward("paris", "detour@example.com", BOB)
                .mailbox("tokyo", CAROL)
                .send("paris", BOB, CAROL);

        assertThat(sites.copies).isEqualTo(Map.of(CAROL, 1));
        assertThat(sites.returns).hasSize(1);
    }

    @Test
    void ringOfThreeSitesShouldReturnOnceWithItsPath() {
        sites.forward("paris", ALICE, BOB)
                .forward("tokyo", BOB, CAROL)
                .forward("austin", CAROL, ALICE)
                .send("paris", ALICE);

        assertThat(sites.returns).containsExactly("paris -> tokyo -> austin -> paris");
    }

    @Test
    void ringOfThreeSitesShouldReturnNothingWhenOneKeepsACopy() {
        sites.forward("paris", ALICE, BOB)
                .forwardWithCopy("tokyo", BOB, CAROL)
                .forward("austin", CAROL, ALICE)
                .send("paris", ALICE);

        assertThat(sites.copies).isEqualTo(Map.of(BOB, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void ringOfRedirectsShouldReturnOnceWithItsPath() {
        sites.redirect("paris", ALICE, BOB)
                .redirect("tokyo", BOB, CAROL)
                .redirect("austin", CAROL, ALICE)
                .send("paris", ALICE);

        assertThat(sites.returns).containsExactly("paris -> tokyo -> austin -> paris");
        assertThat(sites.copies).isEmpty();
    }

    @Test
    void chainOfRedirectsShouldBeDelivered() {
        sites.redirect("paris", ALICE, BOB)
                .redirect("tokyo", BOB, CAROL)
                .redirect("paris", CAROL, DAVE)
                .mailbox("tokyo", DAVE)
                .send("paris", ALICE);

        assertThat(sites.copies).isEqualTo(Map.of(DAVE, 1));
        assertThat(sites.returns).isEmpty();
    }

    @Test
    void sitesThatEachBelieveTheOtherOwnsAnAddressShouldReturnItAfterTwoHops() {
        sites.belief("paris", "x@example.com", "tokyo")
                .belief("tokyo", "x@example.com", "paris")
                .send("paris", "x@example.com");

        assertThat(sites.returns).containsExactly("paris -> tokyo -> paris");
        assertThat(sites.handovers).isEqualTo(2);
    }

    @Test
    void mistakenOwnersShouldReturnAfterTwoHopsWhenMailIsForOthersToo() {
        sites.belief("paris", "x@example.com", "tokyo")
                .belief("tokyo", "x@example.com", "paris")
                .mailbox("tokyo", BOB)
                .send("paris", "x@example.com", BOB);

        assertThat(sites.returns).containsExactly("paris -> tokyo -> paris");
        assertThat(sites.copies).isEqualTo(Map.of(BOB, 1));
    }

    @Test
    void resentMessageShouldBeDeliveredAgainWhenAUserSendsItToTheSamePeople() {
        chain();
        String old = Way.begin(Sites.MESSAGE, TraceKey.random())
                .next(
                        new NodeName("paris"),
                        new PeerName("tokyo"),
                        new Departure(Set.of(new CanonicalAddress(BOB)), List.of()));

        sites.send("paris", List.of(new TraceField(old, 1)), ALICE);

        assertThat(sites.copies).isEqualTo(Map.of(DAVE, 1));
    }

    private Sites chain() {
        return sites.forward("paris", ALICE, BOB)
                .forward("tokyo", BOB, CAROL)
                .forward("paris", CAROL, DAVE)
                .mailbox("tokyo", DAVE);
    }
}

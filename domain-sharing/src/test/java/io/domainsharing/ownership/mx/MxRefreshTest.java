// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.Asked;
import java.time.Duration;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

/** When DNS is asked for the peers of a domain, and what counts while it is silent. */
class MxRefreshTest extends MxPeersFixture {
    @Test
    void changeInDnsShouldCountOnceTheTtlIsOver() {
        start(COM);
        heard.clear();
        dns.put(COM, hosts(60, SELF, AUSTIN, new MxHost(40, "oslo.example.net")));

        timer.advance(Duration.ofSeconds(59));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        timer.advance(Duration.ofSeconds(3));

        assertThat(asked(COM)).containsExactly("austin.example.net", "oslo.example.net");
        assertThat(heard).containsExactlyInAnyOrder("removed tokyo.example.net", "added oslo.example.net");
        assertThat(runtime.removedNames()).extracting(PeerName::value).containsExactly("tokyo.example.net");
    }

    @Test
    void refreshShouldBeNeitherHastyNorLate() {
        dns.put(COM, hosts(0, SELF, TOKYO));
        start(COM);
        dns.put(COM, hosts(1_000_000, SELF, AUSTIN));
        timer.advance(MxPeers.SHORTEST_WAIT.minusSeconds(1));
        assertThat(asked(COM)).containsExactly("tokyo.example.net");
        timer.advance(Duration.ofSeconds(2));
        assertThat(asked(COM)).containsExactly("austin.example.net");

        dns.put(COM, hosts(60, SELF, TOKYO));
        timer.advance(MxPeers.LONGEST_WAIT);

        assertThat(asked(COM)).containsExactly("tokyo.example.net");
    }

    @Test
    void failingDnsShouldKeepTheLastList() {
        start(COM);
        dns.put(COM, DOWN);
        timer.advance(Duration.ofMinutes(10));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");

        dns.put(COM, new MxAnswer.NoHosts());
        timer.advance(Duration.ofMinutes(10));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");

        dns.put(COM, hosts(60, SELF, TOKYO));
        timer.advance(Duration.ofMinutes(1));
        assertThat(asked(COM)).containsExactly("tokyo.example.net");
    }

    @Test
    void nobodyShouldBeSaidBeforeDnsHasSpoken() throws Exception {
        dns.put(COM, DOWN);
        start(COM);

        assertThat(peers.isNobodyAsked(COM)).isFalse();
        assertThat(asked(COM)).containsExactly("dns");
        assertThat(peers.asked(COM).missing())
                .isEqualTo(new Asked.Missing(
                        Asked.DNS,
                        new PeerAnswer.NoAnswer(
                                PeerAnswer.Reason.UNRESOLVABLE,
                                "the MX hosts of example.com are not known: time-out")));

        dns.put(COM, hosts(60, SELF, TOKYO));
        timer.advance(Duration.ofSeconds(10));

        assertThat(asked(COM)).containsExactly("tokyo.example.net");
        assertThat(peers.current().peers()).hasSize(1);
    }

    @Test
    void listOfAnEarlierRunShouldServeInDoubtWhileDnsIsSilent() throws Exception {
        start(COM);
        dns.put(COM, DOWN);
        testee.close();

        start(COM);

        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net", "dns");
        assertThat(peers.mayOwn(
                        new PeerName("tokyo.example.net"), CanonicalAddress.of(new MailAddress("bob@example.com"))))
                .isTrue();
        dns.put(COM, hosts(60, SELF, TOKYO, AUSTIN));
        heard.clear();
        timer.advance(Duration.ofSeconds(10));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(heard).containsExactly("determined example.com");
    }

    @Test
    void missingMxOfAListedDomainShouldBeDoubtedAndThatOfAnyOtherMeanNoPeers() {
        dns.put(COM, new MxAnswer.NoHosts());
        start(COM);
        assertThat(asked(COM)).containsExactly("dns");
        testee.close();

        start();

        assertThat(asked(COM)).isEmpty();
        assertThat(peers.isNobodyAsked(COM)).isTrue();
    }

    @Test
    void domainShouldBeLookedUpWhenItIsAskedAboutFirst() {
        local.remove(ORG);
        dns.put(ORG, hosts(60, SELF, TOKYO));
        start();
        local.add(ORG);

        assertThat(asked(ORG)).as("in doubt for a moment").contains("dns");
        assertThat(asked(ORG)).containsExactly("tokyo.example.net");
    }

    @Test
    void looksShouldGoOnAfterAMomentOfTooMuchToDo() {
        start(COM);
        dns.put(COM, hosts(60, SELF, AUSTIN));
        isFull = true;
        timer.advance(Duration.ofMinutes(10));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");

        isFull = false;
        timer.advance(MxPeers.SHORTEST_WAIT);

        assertThat(asked(COM)).containsExactly("austin.example.net");
    }

    @Test
    void looksShouldGoOnAfterOneThatThrew() {
        start(COM);
        dns.put(COM, hosts(60, SELF, AUSTIN));
        isLookupBroken = true;
        timer.advance(Duration.ofMinutes(10));

        isLookupBroken = false;
        timer.advance(Duration.ofSeconds(10));

        assertThat(asked(COM)).containsExactly("austin.example.net");
    }

    @Test
    void closingShouldEndTheLooks() {
        start();
        testee.close();
        networks.close();

        assertThat(timer.waiting()).isZero();
    }
}

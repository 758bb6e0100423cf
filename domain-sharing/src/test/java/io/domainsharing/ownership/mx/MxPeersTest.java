// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.network.Network;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.LookupConfiguration.Smtp;
import io.domainsharing.ownership.configuration.MxConfiguration;
import io.domainsharing.ownership.log.LogLimit;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.membership.Kept;
import io.domainsharing.ownership.membership.Outcome;
import io.domainsharing.ownership.membership.PeerChange;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.membership.PeerChangeListener;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.smtpclient.StartTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

/** This server is mx1.example.net. */
class MxPeersTest extends MxPeersFixture {
    @Test
    void peersShouldBeTheMxHostsBesideThisServerInTheirOrder() {
        start(COM);

        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(asked(ORG)).isEmpty();
        assertThat(peers.isNobodyAsked(ORG)).isTrue();
        Peer tokyo = peers.current().peers().get(0);
        assertThat(tokyo.smtp()).hasToString("[tokyo.example.net:25]");
        assertThat(tokyo.lookup()).isEqualTo(LookupMethod.VRFY);
        assertThat(tokyo.domains()).containsExactly(COM);
        assertThat(tokyo.foundByMx()).isTrue();
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "added tokyo.example.net", "added austin.example.net", "determined example.com");
    }

    @Test
    void hostThatTurnsOutToBeAnotherNodeOfTheSiteShouldBeAPeerNoLonger() {
        start(COM);
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");

        self.isAlso(() -> Set.of("tokyo.example.net"));
        testee.lookAgain();
        assertThat(asked(COM)).containsExactly("austin.example.net");

        // One chain of looks for each domain, as before.
        heard.clear();
        self.isAlso(Set::of);
        timer.advance(Duration.ofSeconds(62));
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(heard).containsExactly("added tokyo.example.net");
    }

    @Test
    void orderShouldBeEachDomainsOwn() {
        dns.put(ORG, hosts(60, new MxHost(5, "austin.example.net"), SELF, TOKYO));
        start(COM, ORG);

        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(asked(ORG)).containsExactly("austin.example.net", "tokyo.example.net");
        assertThat(peers.current().peers()).hasSize(2).allMatch(peer -> peer.domains()
                .equals(Set.of(COM, ORG)));
    }

    @Test
    void nullMxAndThisServerAloneShouldMeanNoPeers() {
        dns.put(COM, new MxAnswer.NoMail(Duration.ofMinutes(1)));
        dns.put(ORG, hosts(60, SELF));
        start(COM, ORG);

        assertThat(peers.current().peers()).isEmpty();
        assertThat(peers.isNobodyAsked(COM)).isTrue();
        assertThat(peers.isNobodyAsked(ORG)).isTrue();
    }

    @Test
    void hostThatDoesNotResolveShouldBeAPeerAllTheSame() {
        dns.put(COM, hosts(60, SELF, new MxHost(20, "gone.example.net")));
        start(COM);

        assertThat(asked(COM)).containsExactly("gone.example.net");
    }

    @Test
    void allHostsShouldBePeersWhereNoneIsThisServer() {
        dns.put(COM, hosts(60, TOKYO, AUSTIN));
        start(COM);

        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
    }

    @Test
    void domainsOfJamesShouldComeAndGoWhereNoneIsListed() {
        local.remove(ORG);
        dns.put(ORG, hosts(60, SELF, TOKYO));
        dns.put(RELAYED, hosts(60, SELF, AUSTIN));
        start();
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net");
        assertThat(asked(RELAYED)).isEmpty();
        assertThat(peers.isNobodyAsked(RELAYED)).isTrue();

        local.add(ORG);
        timer.advance(MxPeers.DOMAINS_EVERY);
        assertThat(asked(ORG)).containsExactly("tokyo.example.net");

        local.remove(COM);
        timer.advance(MxPeers.DOMAINS_EVERY);
        assertThat(peers.current().peers())
                .extracting(peer -> peer.name().value())
                .containsExactly("tokyo.example.net");
        assertThat(peers.current().peers().get(0).domains()).containsExactly(ORG);
    }

    @Test
    void setOfAMomentShouldSayOneThingWhileDnsSpeaks() {
        dns.put(COM, DOWN);
        start(COM);
        dns.put(COM, hosts(60, SELF, TOKYO));
        PeerSet before = peers.current();
        List<Boolean> nobodyAsked = new ArrayList<>();
        peers.addListener(new PeerChangeListener() {
            @Override
            public void beforeSwap(PeerChange change) {
                nobodyAsked.add(peers.isNobodyAsked(COM));
            }

            @Override
            public void afterSwap(PeerChange change) {
                nobodyAsked.add(peers.isNobodyAsked(COM));
            }
        });
        timer.advance(Duration.ofSeconds(10));

        assertThat(before.asked(COM).destinations()).isEmpty();
        assertThat(before.asked(COM).missing()).isNotNull();
        assertThat(before.isNobodyAsked(COM)).isFalse();
        assertThat(asked(COM)).containsExactly("tokyo.example.net");
        assertThat(nobodyAsked).containsExactly(false, false);
    }

    @Test
    void changeOfSeveralPeersShouldBeOneChange() {
        AtomicInteger changes = new AtomicInteger();
        start(COM);
        peers.addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                changes.incrementAndGet();
            }
        });
        dns.put(COM, hosts(60, SELF, new MxHost(20, "oslo.example.net"), new MxHost(30, "lima.example.net")));
        timer.advance(Duration.ofMinutes(2));

        assertThat(asked(COM)).containsExactly("oslo.example.net", "lima.example.net");
        assertThat(changes).hasValue(1);
    }

    @Test
    void yesToEverythingShouldBeANoOfLowerHostsAndNoAnswerOfOthers() throws Exception {
        dns.put(COM, hosts(60, new MxHost(5, "filter.example.net"), SELF, TOKYO, new MxHost(10, "twin.example.net")));
        start(COM);

        assertThat(judged("tokyo.example.net", true)).isEqualTo(new PeerAnswer.Unknown());
        assertThat(judged("filter.example.net", true)).isInstanceOf(PeerAnswer.NoAnswer.class);
        assertThat(judged("twin.example.net", true)).isInstanceOf(PeerAnswer.NoAnswer.class);
        assertThat(judged("tokyo.example.net", false))
                .as("silent when it was tried")
                .isInstanceOf(PeerAnswer.NoAnswer.class);

        dns.put(COM, hosts(60, TOKYO));
        timer.advance(Duration.ofMinutes(2));
        assertThat(judged("tokyo.example.net", true))
                .as("this server is no MX host")
                .isInstanceOf(PeerAnswer.NoAnswer.class);

        runtime.put(InMemoryPeers.peer("tokyo.example.net"), Kept.NOTHING, false);
        assertThat(judged("tokyo.example.net", true)).as("an operator's").isEqualTo(new PeerAnswer.AcceptsAll());
    }

    private PeerAnswer judged(String host, boolean isKnownToAcceptAll) throws Exception {
        Peer peer = peers.current().peer(new PeerName(host)).orElseThrow();
        return new RankedLookups(
                        any -> address -> CompletableFuture.completedStage(new PeerAnswer.AcceptsAll()),
                        peers,
                        (any, domain) -> isKnownToAcceptAll,
                        new LogLimit(clock))
                .of(peer)
                .ask(new MailAddress("bob@example.com"))
                .toCompletableFuture()
                .join();
    }

    @Test
    void dnsShouldGrantNoTrust() throws Exception {
        dns.put(COM, hosts(60, SELF, new MxHost(20, "192.0.2.7")));
        start(COM);
        assertThat(networks.at(InetAddress.getByName("192.0.2.7"))).isEmpty();
        testee.close();

        start(
                new MxConfiguration(
                        LookupMethod.RCPT, List.of(), List.of(Network.parse("192.0.2.0/24")), 2525, List.of()),
                COM);

        assertThat(networks.at(InetAddress.getByName("192.0.2.9")))
                .map(peer -> peer.name().value())
                .contains("192.0.2.7");
        assertThat(peers.current().peers().get(0).smtp()).hasToString("[192.0.2.7:2525]");
        assertThat(peers.current().peers().get(0).lookup()).isEqualTo(LookupMethod.RCPT);
    }

    @Test
    void peerAddedAtRunTimeShouldStandBehindOrInThePlaceOfOneFoundByMx() throws Exception {
        start(COM);
        Peer oslo = InMemoryPeers.peer("oslo");
        Peer tokyo = InMemoryPeers.peer("tokyo.example.net", "203.0.113.0/24");
        runtime.put(oslo, Kept.NOTHING, false);
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net", "oslo");

        runtime.put(tokyo, Kept.NOTHING, false);
        assertThat(peers.asked(COM).destinations()).contains(tokyo);
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net", "oslo");

        assertThat(runtime.remove(tokyo.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.DONE);
        assertThat(asked(COM)).containsExactly("tokyo.example.net", "austin.example.net", "oslo");
        assertThat(runtime.remove(tokyo.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.FOUND_BY_MX);
    }

    @Test
    void hostThatDoesNotTellByVrfyShouldBeAskedByRcptUnlessTheFileSaysOtherwise() {
        start(COM);
        Peer found = peers.current().peers().get(0);

        assertThat(Smtp.DEFAULT.fallsBackToRcpt(found)).isTrue();
        assertThat(new Smtp(null, StartTls.WHEN_OFFERED, false).fallsBackToRcpt(found))
                .isFalse();
        assertThat(Smtp.DEFAULT.fallsBackToRcpt(InMemoryPeers.peer("tokyo"))).isFalse();
    }
}

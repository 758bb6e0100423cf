// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.state.MemoryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;

/** Who is asked and who may own an address, by mode; and how a mode changes while the server runs. */
class PeerModesTest extends PeerRegistryFixture {
    private static final Domain COM = Domain.of("example.com");
    private static final Domain CUSTOMER = Domain.of("customer.example");
    private static final CanonicalAddress BOB = CanonicalAddress.of(address("bob@example.com"));
    private static final Peer OBSERVED = TOKYO.withMode(PeerMode.OBSERVE);
    private static final Peer DRAINING = TOKYO.withMode(PeerMode.DRAIN);

    private static PeerSet set(Peer... peers) {
        return new PeerSet(List.of(peers), List.of(), MxKnowledge.NONE);
    }

    private static PeerMode modeOf(PeerRegistry registry, Peer peer) {
        return registry.directory().current().peer(peer.name()).orElseThrow().mode();
    }

    @Test
    void observedPeerShouldBeAskedForNoVerdictAndOwnNothing() {
        PeerSet testee = set(OBSERVED, AUSTIN);

        assertThat(testee.asked(COM)).isEqualTo(Asked.of(List.of(AUSTIN)));
        assertThat(testee.asked(COM, TOKYO.name())).isEqualTo(Asked.of(List.of(AUSTIN)));
        assertThat(testee.mayOwn(TOKYO.name(), BOB)).isFalse();
        assertThat(testee.observed(COM)).containsExactly(OBSERVED);
        assertThat(testee.names()).as("its queue stays").contains(TOKYO.name());
    }

    @Test
    void drainingPeerShouldBeAskedAboutWhatIsRememberedOfItAloneAndLast() {
        PeerSet testee = set(DRAINING, AUSTIN);

        assertThat(testee.asked(COM)).isEqualTo(Asked.of(List.of(AUSTIN)));
        assertThat(testee.asked(COM, AUSTIN.name())).isEqualTo(Asked.of(List.of(AUSTIN)));
        assertThat(testee.asked(COM, TOKYO.name())).isEqualTo(Asked.of(List.of(AUSTIN, DRAINING)));
        assertThat(testee.mayOwn(TOKYO.name(), BOB)).isTrue();
        assertThat(testee.observed(COM)).isEmpty();
    }

    @Test
    void nobodyShouldBeAskedWhereNoPeerDecides() {
        assertThat(set(OBSERVED, AUSTIN.withMode(PeerMode.DRAIN)).isNobodyAsked(COM))
                .isTrue();
        assertThat(set(OBSERVED, AUSTIN).isNobodyAsked(COM)).isFalse();
        assertThat(set(OBSERVED).mayBeElsewhere(COM)).isTrue();
        assertThat(set(TOKYO).mayBeElsewhere(COM)).isFalse();
    }

    @Test
    void observedPeerShouldBeAskedForAGatewaysDomainOnlyWherePeersAre() {
        assertThat(withGateway(true).observed(CUSTOMER)).containsExactly(OBSERVED);
        assertThat(withGateway(false).observed(CUSTOMER)).isEmpty();
    }

    private static PeerSet withGateway(boolean alsoAskPeers) {
        Gateway gateway = new Gateway(
                CUSTOMER,
                List.of(HostAndPort.fromParts("mx.customer.example", 25)),
                Gateway.Verification.MINGER,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.ACCEPT,
                alsoAskPeers);
        return new PeerSet(List.of(OBSERVED), List.of(gateway), MxKnowledge.NONE);
    }

    @Test
    void modeOfAPeerOfTheFileShouldChangeWithoutItAndOutliveARestart() throws Exception {
        PeerRegistry peers = start(OBSERVED, AUSTIN);
        List<PeerChange> changes = new ArrayList<>();
        peers.directory().addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                changes.add(change);
            }
        });

        assertThat(peers.putMode(TOKYO.name(), PeerMode.SHARE)).isEqualTo(Outcome.DONE);

        assertThat(all(peers)).containsExactly(TOKYO, AUSTIN);
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.changed()).containsExactly(TOKYO.name());
            assertThat(change.newModes()).containsExactly(TOKYO);
        });
        assertThat(all(start(OBSERVED, AUSTIN))).containsExactly(TOKYO, AUSTIN);
    }

    @Test
    void modeThatTheFileSaysAnewShouldCount() throws Exception {
        start(OBSERVED).putMode(TOKYO.name(), PeerMode.SHARE);

        assertThat(all(start(DRAINING))).containsExactly(DRAINING);
        assertThat(all(start(OBSERVED))).as("what was put before is over").containsExactly(OBSERVED);
    }

    @Test
    void modeThatWasPutShouldNotWaitForAnotherPeerOfThatName() throws Exception {
        start(OBSERVED).putMode(TOKYO.name(), PeerMode.SHARE);
        start(AUSTIN);

        assertThat(all(start(OBSERVED))).containsExactly(OBSERVED);
    }

    @Test
    void modeOfAnAddedPeerShouldBeItsOwn() throws Exception {
        PeerRegistry peers = start();
        peers.put(AUSTIN.withSecret(EVERY_KEY.secret()), Kept.NOTHING, false);

        assertThat(peers.putMode(AUSTIN.name(), PeerMode.OBSERVE)).isEqualTo(Outcome.DONE);
        assertThat(peers.putMode(new PeerName("nowhere"), PeerMode.OBSERVE)).isEqualTo(Outcome.NO_SUCH_PEER);

        assertThat(all(peers))
                .containsExactly(AUSTIN.withSecret(EVERY_KEY.secret()).withMode(PeerMode.OBSERVE));
        assertThat(all(start())).isEqualTo(all(peers));
    }

    @Test
    void changedPeerShouldKeepItsModeUnlessItSaysOne() throws Exception {
        PeerRegistry peers = start();
        peers.put(AUSTIN.withMode(PeerMode.OBSERVE), Kept.NOTHING, false);
        Peer moved = AUSTIN.withSmtp(List.of(HostAndPort.fromParts("new.example.net", 25)));

        peers.put(moved, new Kept(true, true), false);
        assertThat(all(peers)).containsExactly(moved.withMode(PeerMode.OBSERVE));

        peers.put(moved, new Kept(true, false), false);
        assertThat(all(peers)).containsExactly(moved);
    }

    @Test
    void modeOfAPeerFoundByMxShouldChange() throws Exception {
        Peer found = Peer.foundByMx(
                new PeerName("mx2.example.net"), TOKYO.smtp(), LookupMethod.VRFY, List.of(), Set.of(COM));
        ConfiguredPeers byMx =
                new ConfiguredPeers(List.of(), List.of(), PARIS, hosts -> List.of(found), domain -> false);
        PeerRegistry peers = PeerRegistry.load(byMx, folder);
        peers.start();

        peers.putMode(found.name(), PeerMode.OBSERVE);

        assertThat(modeOf(peers, found)).isEqualTo(PeerMode.OBSERVE);
        PeerRegistry again = PeerRegistry.load(byMx, folder);
        again.start();
        assertThat(modeOf(again, found)).isEqualTo(PeerMode.OBSERVE);
    }

    @Test
    void modeShouldBeThatOfAllNodesOfASite() throws Exception {
        FakeClock clock = new FakeClock();
        MemoryState state = new MemoryState(clock);
        List<PeerRegistry> nodes = new ArrayList<>();
        for (String node : List.of("one", "other")) {
            PeerRegistry registry = PeerRegistry.load(
                    new ConfiguredPeers(List.of(OBSERVED), List.of(), PARIS),
                    folder.resolve(node),
                    state,
                    node,
                    clock,
                    () -> {});
            registry.start();
            nodes.add(registry);
        }

        nodes.get(0).putMode(TOKYO.name(), PeerMode.SHARE);
        nodes.get(1).refresh();
        assertThat(modeOf(nodes.get(1), TOKYO)).isEqualTo(PeerMode.SHARE);

        nodes.get(1).putMode(TOKYO.name(), PeerMode.OBSERVE);
        nodes.get(0).refresh();
        assertThat(modeOf(nodes.get(0), TOKYO)).isEqualTo(PeerMode.OBSERVE);
    }

    @Test
    void modeOfANodeThatWasAloneShouldBecomeThatOfAll() throws Exception {
        PeerRegistry alone = start(OBSERVED);
        alone.putMode(TOKYO.name(), PeerMode.SHARE);
        FakeClock clock = new FakeClock();

        PeerRegistry node = PeerRegistry.load(
                new ConfiguredPeers(List.of(OBSERVED), List.of(), PARIS),
                folder,
                new MemoryState(clock),
                "one",
                clock,
                () -> {});
        node.start();

        assertThat(modeOf(node, TOKYO)).isEqualTo(PeerMode.SHARE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static io.domainsharing.ownership.membership.InMemoryPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D6")
class PeerRegistryTest extends PeerRegistryFixture {
    private static final Secret SECRET = new Secret("the-secret-of-austin");

    @Test
    void removedPeerShouldStayAwayAfterARestart() throws Exception {
        PeerRegistry peers = start();
        peers.put(EVERY_KEY, Kept.NOTHING, false);
        peers.put(AUSTIN, Kept.NOTHING, false);

        assertThat(peers.remove(EVERY_KEY.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.DONE);

        assertThat(all(peers)).containsExactly(AUSTIN);
        assertThat(all(start())).containsExactly(AUSTIN);
        assertThat(peers.remove(EVERY_KEY.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.NO_SUCH_PEER);
    }

    @Test
    void changedPeerShouldKeepItsRankAndItsSecretWhereAsked() throws Exception {
        PeerRegistry peers = start();
        peers.put(AUSTIN.withSecret(SECRET), Kept.NOTHING, false);
        peers.put(EVERY_KEY, Kept.NOTHING, false);
        Peer moved = new Peer(
                AUSTIN.name(),
                List.of(HostAndPort.fromParts("new.example.net", 25)),
                LookupMethod.MINGER,
                4071,
                null,
                List.of(),
                Set.of());

        peers.put(moved, new Kept(true, false), false);
        assertThat(all(peers)).containsExactly(moved.withSecret(SECRET), EVERY_KEY);
        assertThat(all(start())).containsExactly(moved.withSecret(SECRET), EVERY_KEY);

        peers.put(moved, Kept.NOTHING, false);
        assertThat(all(start())).containsExactly(moved, EVERY_KEY);
    }

    @Test
    void peerOfTheFileShouldNotBeChangedOrRemoved() throws Exception {
        PeerRegistry peers = start(TOKYO);

        assertThat(peers.put(TOKYO.withSecret(SECRET), Kept.NOTHING, false)).isEqualTo(Outcome.IN_FILE);
        assertThat(peers.remove(TOKYO.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.IN_FILE);

        assertThat(all(peers)).containsExactly(TOKYO);
    }

    @Test
    void fileShouldCountAndTheOtherBeForgottenWhenBothHaveAPeer() throws Exception {
        start().put(AUSTIN.withSecret(SECRET), Kept.NOTHING, false);

        assertThat(all(start(AUSTIN, TOKYO))).containsExactly(AUSTIN, TOKYO);

        assertThat(all(start(TOKYO))).containsExactly(TOKYO);
    }

    @Test
    void peerThatIsThereShouldStayAsItIsWhereOnlyANewOneIsWanted() throws Exception {
        PeerRegistry peers = start();
        assertThat(peers.put(AUSTIN, Kept.NOTHING, true)).isEqualTo(Outcome.DONE);

        assertThat(peers.put(AUSTIN.withSecret(SECRET), Kept.NOTHING, true)).isEqualTo(Outcome.ALREADY_THERE);

        assertThat(all(peers)).containsExactly(AUSTIN);
        assertThat(all(start())).containsExactly(AUSTIN);
    }

    @Test
    void ownNameShouldBeRefused() {
        PeerRegistry peers = start();

        assertThatThrownBy(() -> peers.put(peer("PARIS"), Kept.NOTHING, false))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("name: 'PARIS' is this server itself. Give");
        assertThat(all(peers)).isEmpty();
    }

    @Test
    void serverShouldNotStartUnderTheNameOfAnAddedPeer() throws Exception {
        start().put(AUSTIN, Kept.NOTHING, false);

        assertThatThrownBy(() ->
                        PeerRegistry.load(new ConfiguredPeers(List.of(), List.of(), new NodeName("Austin")), folder))
                .hasMessageContaining("node: 'Austin' is also the name of a peer");
    }

    @Test
    void listenersShouldHearOfEachChangeAfterItIsStored() throws Exception {
        PeerRegistry peers = start(TOKYO);
        List<String> heard = new ArrayList<>();
        peers.directory().addListener(new PeerChangeListener() {
            @Override
            public void beforeSwap(PeerChange change) {
                assertThat(peers.directory().current()).isSameAs(change.before());
            }

            @Override
            public void afterSwap(PeerChange change) {
                assertThat(peers.directory().current()).isSameAs(change.after());
                heard.add("added " + change.added() + " changed " + change.changed() + " removed " + change.removed()
                        + " " + change.after().peers().equals(all(start(TOKYO))));
            }
        });

        peers.put(AUSTIN, Kept.NOTHING, false);
        peers.put(AUSTIN.withSecret(SECRET), Kept.NOTHING, false);
        peers.remove(AUSTIN.name(), RemovedMail.REQUEUE);

        assertThat(heard)
                .containsExactly(
                        "added [austin] changed [] removed [] true",
                        "added [] changed [austin] removed [] true",
                        "added [] changed [] removed [austin] true");
    }

    @Test
    void removedPeersShouldBeKnownUntilTheyAreForgotten() throws Exception {
        PeerRegistry first = start(TOKYO);
        first.put(AUSTIN, Kept.NOTHING, false);
        first.remove(AUSTIN.name(), RemovedMail.REQUEUE);

        PeerRegistry second = start();
        assertThat(second.removedNames()).containsExactlyInAnyOrder(TOKYO.name(), AUSTIN.name());
        second.forgetRemoved(TOKYO.name());

        assertThat(start().removedNames()).containsExactly(AUSTIN.name());
        assertThat(start(AUSTIN).removedNames()).isEmpty();
    }

    @Test
    @Tag("L2")
    void gatewayThatLeftTheFileShouldBeKnownAsARemovedPeerIs() {
        Gateway gateway = new Gateway(
                Domain.of("customer.example"),
                List.of(HostAndPort.fromParts("mx.customer.example", 25)),
                Gateway.Verification.NONE,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.ACCEPT,
                false);

        assertThat(start(List.of(gateway), TOKYO).removedNames()).isEmpty();

        assertThat(start(TOKYO).removedNames()).containsExactly(gateway.name());
        assertThat(start(List.of(gateway), TOKYO).removedNames()).isEmpty();
    }

    @Test
    void changesAtTheSameTimeShouldAllCount() throws Exception {
        PeerRegistry peers = start(TOKYO);
        peers.put(AUSTIN, Kept.NOTHING, false);
        List<String> order = new ArrayList<>();
        peers.directory().addListener(new PeerChangeListener() {
            @Override
            public void afterSwap(PeerChange change) {
                order.add("of " + change.after().peers().size());
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Outcome>> changes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Peer peer = peer("peer" + i);
                changes.add(threads.submit(() -> peers.put(peer, Kept.NOTHING, false)));
            }
            changes.add(threads.submit(() -> peers.remove(AUSTIN.name(), RemovedMail.REQUEUE)));
            for (Future<Outcome> change : changes) {
                assertThat(change.get()).isEqualTo(Outcome.DONE);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(all(peers)).hasSize(41).doesNotContain(AUSTIN);
        assertThat(order).hasSize(41);
        assertThat(all(start(TOKYO))).isEqualTo(all(peers));
    }
}

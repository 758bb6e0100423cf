// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.InMemoryPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.domainsharing.minger.Network;
import io.domainsharing.minger.Secret;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.peer.RuntimePeers.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D6")
class RuntimePeersTest {
    private static final NodeName PARIS = new NodeName("paris");
    private static final Peer TOKYO = peer("tokyo");
    private static final Peer AUSTIN = peer("austin");
    private static final Secret SECRET = new Secret("the-secret-of-austin");
    private static final Peer EVERY_KEY = new Peer(
            new PeerName("oslo"),
            List.of(HostAndPort.fromParts("2001:db8::1", 26), HostAndPort.fromParts("oslo.example.net", 2525)),
            LookupMethod.MINGER,
            4070,
            new Secret("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~$$}]]>&amp;"),
            List.of(Network.parse("203.0.113.0/24"), Network.parse("2001:db8::1")),
            Set.of(Domain.of("example.com"), Domain.of("example.org")),
            PeerTls.parse("0123456789abcdef".repeat(4)),
            List.of(new ReplyBeginning("550 5.4.1"), new ReplyBeginning("550 \"no\", <you> & $you,ask others")),
            false);

    private Path folder;

    @BeforeEach
    void setUp(@TempDir Path temporary) {
        folder = temporary.resolve("var").resolve("domain-sharing");
    }

    private RuntimePeers start(Peer... fromFile) {
        return start(Set.of(), fromFile);
    }

    private RuntimePeers start(Set<PeerName> gateways, Peer... fromFile) {
        RuntimePeers peers = RuntimePeers.load(List.of(fromFile), gateways, PARIS, folder);
        peers.start();
        return peers;
    }

    @Test
    void peersShouldSurviveARestartBehindThoseOfTheFile() throws Exception {
        RuntimePeers peers = start(TOKYO);

        assertThat(peers.put(EVERY_KEY, false)).isEqualTo(Outcome.DONE);
        assertThat(peers.put(AUSTIN, false)).isEqualTo(Outcome.DONE);

        assertThat(peers.all()).containsExactly(TOKYO, EVERY_KEY, AUSTIN);
        assertThat(start(TOKYO).all()).containsExactly(TOKYO, EVERY_KEY, AUSTIN);
        assertThat(start(TOKYO).added(AUSTIN.name())).contains(AUSTIN);
        assertThat(start(TOKYO).added(TOKYO.name())).isEmpty();
    }

    @Test
    void removedPeerShouldStayAwayAfterARestart() throws Exception {
        RuntimePeers peers = start();
        peers.put(EVERY_KEY, false);
        peers.put(AUSTIN, false);

        assertThat(peers.remove(EVERY_KEY.name())).isEqualTo(Outcome.DONE);

        assertThat(peers.all()).containsExactly(AUSTIN);
        assertThat(start().all()).containsExactly(AUSTIN);
        assertThat(peers.remove(EVERY_KEY.name())).isEqualTo(Outcome.NO_SUCH_PEER);
    }

    @Test
    void changedPeerShouldKeepItsRankAndItsSecretWhereAsked() throws Exception {
        RuntimePeers peers = start();
        peers.put(AUSTIN.withSecret(SECRET), false);
        peers.put(EVERY_KEY, false);
        Peer moved = new Peer(
                AUSTIN.name(),
                List.of(HostAndPort.fromParts("new.example.net", 25)),
                LookupMethod.MINGER,
                4071,
                null,
                List.of(),
                Set.of());

        peers.put(moved, true);
        assertThat(peers.all()).containsExactly(moved.withSecret(SECRET), EVERY_KEY);
        assertThat(start().all()).containsExactly(moved.withSecret(SECRET), EVERY_KEY);

        peers.put(moved, false);
        assertThat(start().all()).containsExactly(moved, EVERY_KEY);
    }

    @Test
    void peerOfTheFileShouldNotBeChangedOrRemoved() throws Exception {
        RuntimePeers peers = start(TOKYO);

        assertThat(peers.put(TOKYO.withSecret(SECRET), false)).isEqualTo(Outcome.IN_FILE);
        assertThat(peers.remove(TOKYO.name())).isEqualTo(Outcome.IN_FILE);

        assertThat(peers.all()).containsExactly(TOKYO);
    }

    @Test
    void fileShouldCountAndTheOtherBeForgottenWhenBothHaveAPeer() throws Exception {
        start().put(AUSTIN.withSecret(SECRET), false);

        assertThat(start(AUSTIN, TOKYO).all()).containsExactly(AUSTIN, TOKYO);

        assertThat(start(TOKYO).all()).containsExactly(TOKYO);
    }

    @Test
    void ownNameShouldBeRefused() {
        RuntimePeers peers = start();

        assertThatThrownBy(() -> peers.put(peer("PARIS"), false))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("name: 'PARIS' is this server itself. Give");
        assertThat(peers.all()).isEmpty();
    }

    @Test
    void serverShouldNotStartUnderTheNameOfAnAddedPeer() throws Exception {
        start().put(AUSTIN, false);

        assertThatThrownBy(() -> RuntimePeers.load(List.of(), Set.of(), new NodeName("Austin"), folder))
                .hasMessageContaining("node: 'Austin' is also the name of a peer");
    }

    @Test
    void switchedOffShouldRefuseEverythingAndWriteNothing() throws Exception {
        RuntimePeers peers = RuntimePeers.switchedOff();
        peers.start();

        assertThat(peers.put(AUSTIN, false)).isEqualTo(Outcome.SWITCHED_OFF);
        assertThat(peers.remove(AUSTIN.name())).isEqualTo(Outcome.SWITCHED_OFF);
        assertThat(peers.all()).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void listenersShouldHearOfEachChangeAfterItIsStored() throws Exception {
        RuntimePeers peers = start(TOKYO);
        List<String> heard = new ArrayList<>();
        peers.addListener((all, name, changed) ->
                heard.add(name + " " + changed + " " + all.equals(start(TOKYO).all())));

        peers.put(AUSTIN, false);
        peers.put(AUSTIN.withSecret(SECRET), false);
        peers.remove(AUSTIN.name());

        assertThat(heard).containsExactly("austin false true", "austin true true", "austin false true");
    }

    @Test
    void formerPeersShouldBeKnownUntilTheyAreForgotten() throws Exception {
        RuntimePeers first = start(TOKYO);
        first.put(AUSTIN, false);
        first.remove(AUSTIN.name());

        RuntimePeers second = start();
        assertThat(second.formerNames()).containsExactlyInAnyOrder(TOKYO.name(), AUSTIN.name());
        second.forgetFormer(TOKYO.name());

        assertThat(start().formerNames()).containsExactly(AUSTIN.name());
        assertThat(start(AUSTIN).formerNames()).isEmpty();
    }

    @Test
    @Tag("L2")
    void gatewayThatLeftTheFileShouldBeKnownAsAFormerPeerIs() {
        PeerName gateway = Gateway.nameOf(Domain.of("customer.example"));

        assertThat(start(Set.of(gateway), TOKYO).formerNames()).isEmpty();

        assertThat(start(TOKYO).formerNames()).containsExactly(gateway);
        assertThat(start(Set.of(gateway), TOKYO).formerNames()).isEmpty();
    }

    @Test
    void storeShouldBeReadableByItsOwnerOnly() throws Exception {
        start().put(EVERY_KEY, false);
        Path file = folder.resolve(PeerStore.FILE);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(files()).containsExactly(PeerStore.FILE);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        start();

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void whatACrashLeftUnfinishedShouldNotCount() throws Exception {
        start().put(AUSTIN, false);
        Files.writeString(folder.resolve(PeerStore.FILE + ".new"), "<peers><peer><na");

        RuntimePeers again = start();
        assertThat(again.all()).containsExactly(AUSTIN);
        again.put(EVERY_KEY, false);

        assertThat(start().all()).containsExactly(AUSTIN, EVERY_KEY);
        assertThat(files()).containsExactly(PeerStore.FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<peers><peer><name>tokyo</name>",
                "<peer/>",
                "<peers><peer><name>austin</name></peer></peers>",
                "<peers><pear/></peers>",
                "<peers><peer><name>a</name><smtp>h</smtp><secret>hush hush</secret></peer></peers>"
            })
    void damagedFileShouldStopTheStartNamingItAndTheRemedyButNoSecret(String content) throws Exception {
        Files.createDirectories(folder);
        Path file = folder.resolve(PeerStore.FILE);
        Files.writeString(file, content);

        assertThatThrownBy(this::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Mend it")
                .hasMessageNotContaining("hush");
        assertThat(file).hasContent(content);
    }

    @Test
    void changeThatCannotBeStoredShouldHaveNoEffect() throws Exception {
        RuntimePeers peers = start(TOKYO);
        peers.put(AUSTIN, false);
        List<PeerName> heard = new ArrayList<>();
        peers.addListener((all, name, changed) -> heard.add(name));
        Path unfinished = folder.resolve(PeerStore.FILE + ".new");
        Files.createDirectories(unfinished.resolve("in the way"));

        assertThatThrownBy(() -> peers.put(EVERY_KEY, false)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> peers.remove(AUSTIN.name())).isInstanceOf(IOException.class);

        assertThat(peers.all()).containsExactly(TOKYO, AUSTIN);
        assertThat(heard).isEmpty();
    }

    @Test
    void changesAtTheSameTimeShouldAllCount() throws Exception {
        RuntimePeers peers = start(TOKYO);
        peers.put(AUSTIN, false);
        List<String> order = new ArrayList<>();
        peers.addListener((all, name, changed) -> order.add(name + " of " + all.size()));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Outcome>> changes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Peer peer = peer("peer" + i);
                changes.add(threads.submit(() -> peers.put(peer, false)));
            }
            changes.add(threads.submit(() -> peers.remove(AUSTIN.name())));
            for (Future<Outcome> change : changes) {
                assertThat(change.get()).isEqualTo(Outcome.DONE);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(peers.all()).hasSize(41).doesNotContain(AUSTIN);
        assertThat(order).hasSize(41);
        assertThat(start(TOKYO).all()).isEqualTo(peers.all());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

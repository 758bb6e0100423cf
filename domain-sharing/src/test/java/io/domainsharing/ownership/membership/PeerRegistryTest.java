// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static io.domainsharing.ownership.membership.InMemoryPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import io.domainsharing.ownership.membership.PeerRegistry.Outcome;
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
class PeerRegistryTest {
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

    private PeerRegistry start(Peer... fromFile) {
        return start(List.of(), fromFile);
    }

    private PeerRegistry start(List<Gateway> gateways, Peer... fromFile) {
        PeerRegistry peers = PeerRegistry.load(new ConfiguredPeers(List.of(fromFile), gateways, PARIS), folder);
        peers.start();
        return peers;
    }

    @Test
    void peersShouldSurviveARestartBehindThoseOfTheFile() throws Exception {
        PeerRegistry peers = start(TOKYO);

        assertThat(peers.put(EVERY_KEY, false, false)).isEqualTo(Outcome.DONE);
        assertThat(peers.put(AUSTIN, false, false)).isEqualTo(Outcome.DONE);

        assertThat(all(peers)).containsExactly(TOKYO, EVERY_KEY, AUSTIN);
        assertThat(all(start(TOKYO))).containsExactly(TOKYO, EVERY_KEY, AUSTIN);
        assertThat(start(TOKYO).added(AUSTIN.name())).contains(AUSTIN);
        assertThat(start(TOKYO).added(TOKYO.name())).isEmpty();
    }

    @Test
    void removedPeerShouldStayAwayAfterARestart() throws Exception {
        PeerRegistry peers = start();
        peers.put(EVERY_KEY, false, false);
        peers.put(AUSTIN, false, false);

        assertThat(peers.remove(EVERY_KEY.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.DONE);

        assertThat(all(peers)).containsExactly(AUSTIN);
        assertThat(all(start())).containsExactly(AUSTIN);
        assertThat(peers.remove(EVERY_KEY.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.NO_SUCH_PEER);
    }

    @Test
    void changedPeerShouldKeepItsRankAndItsSecretWhereAsked() throws Exception {
        PeerRegistry peers = start();
        peers.put(AUSTIN.withSecret(SECRET), false, false);
        peers.put(EVERY_KEY, false, false);
        Peer moved = new Peer(
                AUSTIN.name(),
                List.of(HostAndPort.fromParts("new.example.net", 25)),
                LookupMethod.MINGER,
                4071,
                null,
                List.of(),
                Set.of());

        peers.put(moved, true, false);
        assertThat(all(peers)).containsExactly(moved.withSecret(SECRET), EVERY_KEY);
        assertThat(all(start())).containsExactly(moved.withSecret(SECRET), EVERY_KEY);

        peers.put(moved, false, false);
        assertThat(all(start())).containsExactly(moved, EVERY_KEY);
    }

    @Test
    void peerOfTheFileShouldNotBeChangedOrRemoved() throws Exception {
        PeerRegistry peers = start(TOKYO);

        assertThat(peers.put(TOKYO.withSecret(SECRET), false, false)).isEqualTo(Outcome.IN_FILE);
        assertThat(peers.remove(TOKYO.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.IN_FILE);

        assertThat(all(peers)).containsExactly(TOKYO);
    }

    @Test
    void fileShouldCountAndTheOtherBeForgottenWhenBothHaveAPeer() throws Exception {
        start().put(AUSTIN.withSecret(SECRET), false, false);

        assertThat(all(start(AUSTIN, TOKYO))).containsExactly(AUSTIN, TOKYO);

        assertThat(all(start(TOKYO))).containsExactly(TOKYO);
    }

    @Test
    void peerThatIsThereShouldStayAsItIsWhereOnlyANewOneIsWanted() throws Exception {
        PeerRegistry peers = start();
        assertThat(peers.put(AUSTIN, false, true)).isEqualTo(Outcome.DONE);

        assertThat(peers.put(AUSTIN.withSecret(SECRET), false, true)).isEqualTo(Outcome.ALREADY_THERE);

        assertThat(all(peers)).containsExactly(AUSTIN);
        assertThat(all(start())).containsExactly(AUSTIN);
    }

    @Test
    void ownNameShouldBeRefused() {
        PeerRegistry peers = start();

        assertThatThrownBy(() -> peers.put(peer("PARIS"), false, false))
                .isInstanceOf(BadConfigurationException.class)
                .hasMessageContaining("name: 'PARIS' is this server itself. Give");
        assertThat(all(peers)).isEmpty();
    }

    @Test
    void serverShouldNotStartUnderTheNameOfAnAddedPeer() throws Exception {
        start().put(AUSTIN, false, false);

        assertThatThrownBy(() ->
                        PeerRegistry.load(new ConfiguredPeers(List.of(), List.of(), new NodeName("Austin")), folder))
                .hasMessageContaining("node: 'Austin' is also the name of a peer");
    }

    @Test
    void switchedOffShouldRefuseEverythingAndWriteNothing() throws Exception {
        PeerRegistry peers = PeerRegistry.switchedOff();
        peers.start();

        assertThat(peers.put(AUSTIN, false, false)).isEqualTo(Outcome.SWITCHED_OFF);
        assertThat(peers.remove(AUSTIN.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.SWITCHED_OFF);
        assertThat(all(peers)).isEmpty();
        assertThat(folder).doesNotExist();
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

        peers.put(AUSTIN, false, false);
        peers.put(AUSTIN.withSecret(SECRET), false, false);
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
        first.put(AUSTIN, false, false);
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
    void storeShouldBeReadableByItsOwnerOnly() throws Exception {
        start().put(EVERY_KEY, false, false);
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
        start().put(AUSTIN, false, false);
        Files.writeString(folder.resolve(PeerStore.FILE + ".new"), "<peers><peer><na");

        PeerRegistry again = start();
        assertThat(all(again)).containsExactly(AUSTIN);
        again.put(EVERY_KEY, false, false);

        assertThat(all(start())).containsExactly(AUSTIN, EVERY_KEY);
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
        PeerRegistry peers = start(TOKYO);
        peers.put(AUSTIN, false, false);
        List<PeerName> heard = new ArrayList<>();
        peers.directory().addListener(new PeerChangeListener() {
            @Override
            public void beforeSwap(PeerChange change) {
                heard.addAll(change.after().names());
            }
        });
        Path unfinished = folder.resolve(PeerStore.FILE + ".new");
        Files.createDirectories(unfinished.resolve("in the way"));

        assertThatThrownBy(() -> peers.put(EVERY_KEY, false, false)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> peers.remove(AUSTIN.name(), RemovedMail.REQUEUE))
                .isInstanceOf(IOException.class);

        assertThat(all(peers)).containsExactly(TOKYO, AUSTIN);
        assertThat(heard).isEmpty();
    }

    @Test
    void changesAtTheSameTimeShouldAllCount() throws Exception {
        PeerRegistry peers = start(TOKYO);
        peers.put(AUSTIN, false, false);
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
                changes.add(threads.submit(() -> peers.put(peer, false, false)));
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

    private static List<Peer> all(PeerRegistry registry) {
        return registry.directory().current().peers();
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

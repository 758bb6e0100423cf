// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.PeerChange.RemovedMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the peers that were added at run time. */
@Tag("D6")
class StoredPeersTest extends PeerRegistryFixture {
    @Test
    void peersShouldSurviveARestartBehindThoseOfTheFile() throws Exception {
        PeerRegistry peers = start(TOKYO);

        assertThat(peers.put(EVERY_KEY, Kept.NOTHING, false)).isEqualTo(Outcome.DONE);
        assertThat(peers.put(AUSTIN, Kept.NOTHING, false)).isEqualTo(Outcome.DONE);

        assertThat(all(peers)).containsExactly(TOKYO, EVERY_KEY, AUSTIN);
        assertThat(all(start(TOKYO))).containsExactly(TOKYO, EVERY_KEY, AUSTIN);
        assertThat(start(TOKYO).added(AUSTIN.name())).contains(AUSTIN);
        assertThat(start(TOKYO).added(TOKYO.name())).isEmpty();
    }

    @Test
    void switchedOffShouldRefuseEverythingAndWriteNothing() throws Exception {
        PeerRegistry peers = PeerRegistry.switchedOff();
        peers.start();

        assertThat(peers.put(AUSTIN, Kept.NOTHING, false)).isEqualTo(Outcome.SWITCHED_OFF);
        assertThat(peers.remove(AUSTIN.name(), RemovedMail.REQUEUE)).isEqualTo(Outcome.SWITCHED_OFF);
        assertThat(all(peers)).isEmpty();
        assertThat(folder).doesNotExist();
    }

    @Test
    void storeShouldBeReadableByItsOwnerOnly() throws Exception {
        start().put(EVERY_KEY, Kept.NOTHING, false);
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
        start().put(AUSTIN, Kept.NOTHING, false);
        Files.writeString(folder.resolve(PeerStore.FILE + ".new"), "<peers><peer><na");

        PeerRegistry again = start();
        assertThat(all(again)).containsExactly(AUSTIN);
        again.put(EVERY_KEY, Kept.NOTHING, false);

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
        peers.put(AUSTIN, Kept.NOTHING, false);
        List<PeerName> heard = new ArrayList<>();
        peers.directory().addListener(new PeerChangeListener() {
            @Override
            public void beforeSwap(PeerChange change) {
                heard.addAll(change.after().names());
            }
        });
        Path unfinished = folder.resolve(PeerStore.FILE + ".new");
        Files.createDirectories(unfinished.resolve("in the way"));

        assertThatThrownBy(() -> peers.put(EVERY_KEY, Kept.NOTHING, false)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> peers.remove(AUSTIN.name(), RemovedMail.REQUEUE))
                .isInstanceOf(IOException.class);

        assertThat(all(peers)).containsExactly(TOKYO, AUSTIN);
        assertThat(heard).isEmpty();
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

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The signing peers of a server that is alone. */
class SigningFileTest implements SigningPeersContract {
    private final FakeClock clock = new FakeClock();
    private final InMemoryPeers peers = new InMemoryPeers(TOKYO);
    private final List<PeerName> unproven = new CopyOnWriteArrayList<>();
    private Path folder;

    @BeforeEach
    void use(@TempDir Path empty) {
        folder = empty;
    }

    @Override
    public FakeClock clock() {
        return clock;
    }

    @Override
    public InMemoryPeers peers() {
        return peers;
    }

    @Override
    public List<PeerName> unproven() {
        return unproven;
    }

    @Override
    public SigningPeers started() {
        return SigningPeers.load(folder, clock, Runnable::run, unproven::add);
    }

    @Test
    void fileShouldTellNoSecret() throws Exception {
        started().of(TOKYO).proven();

        assertThat(Files.readString(folder.resolve(SigningFile.NAME)))
                .matches("tokyo [0-9a-f]{32} 2026-03-01T12:00:00Z\n")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tokyo", "tokyo 00 2026-03-01T12:00:00Z", "tokyo 000102030405060708090a0b0c0d0e0f later", "-"})
    void startShouldFailWhenTheFileIsDamaged(String line) throws Exception {
        Files.writeString(folder.resolve(SigningFile.NAME), line + "\n");

        assertThatThrownBy(this::started)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("signing-peers.txt")
                .hasMessageContaining("line 1 is damaged")
                .hasMessageContaining("move it away");
    }

    @Test
    void peerShouldHaveToSignWhenItCannotBeStored() throws Exception {
        SigningPeers testee = started();
        Files.createDirectory(folder.resolve(SigningFile.NAME));
        Files.writeString(folder.resolve(SigningFile.NAME).resolve("in-the-way"), "");

        testee.of(TOKYO).proven();

        assertThat(SigningPeersContract.isRequired(testee.of(TOKYO))).isTrue();
    }
}

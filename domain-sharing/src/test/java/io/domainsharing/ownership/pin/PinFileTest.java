// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.pin.Pins.Outcome;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pins of a server that is alone. */
class PinFileTest implements PinsContract {
    private final FakeClock clock = new FakeClock();
    private final InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("austin"));

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
    public Pins started() {
        return Pins.load(folder, peers.directory(), clock);
    }

    @Test
    void fileShouldBeReadableByItsOwnerOnly() throws Exception {
        started().put(AT_TOKYO);

        Path file = folder.resolve(PinFile.NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo("tokyo - dave@example.com\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokyo",
                "tokyo -",
                "tokyo - ",
                "tokyo - dave",
                "tokyo tomorrow dave@example.com",
                "to/kyo - dave@example.com",
                "",
                "austin - ann@example.com\n\n"
            })
    void damagedFileShouldStopTheStartNamingTheLineAndTheRemedy(String line) throws Exception {
        String content = "tokyo - bob@example.com\n" + line + "\n";
        Files.writeString(folder.resolve(PinFile.NAME), content);

        assertThatThrownBy(this::started)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(PinFile.NAME)
                .hasMessageContaining(line.startsWith("austin") ? "line 3" : "line 2")
                .hasMessageContaining("Mend it");
    }

    @Test
    void nothingShouldChangeWhenThePinCannotBeWritten() throws Exception {
        Pins pins = started();
        pins.put(AT_TOKYO);
        // In the way of the unfinished file, and not empty.
        Files.createDirectories(folder.resolve(PinFile.NAME + ".new").resolve("full"));

        PinsContract.assertNothingChanges(pins, AT_AUSTIN);
    }

    @Test
    void switchedOffShouldPinNothingAndWriteNothing() throws Exception {
        Pins pins = Pins.switchedOff(peers.directory(), clock);

        assertThat(pins.put(AT_TOKYO)).isEqualTo(Outcome.SWITCHED_OFF);
        assertThat(pins.all()).isEmpty();
        assertThat(folder.resolve(PinFile.NAME)).doesNotExist();
    }
}

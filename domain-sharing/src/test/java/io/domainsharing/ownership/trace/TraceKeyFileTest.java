// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.CanonicalAddress;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceKeyFileTest {
    private static final CanonicalAddress BOB = new CanonicalAddress("bob@example.com");

    @Test
    void keyShouldBeTheSameWhenItIsOpenedAgain(@TempDir Path folder) {
        String token = TraceKeyFile.open(folder).token("m", BOB);

        assertThat(TraceKeyFile.open(folder).token("m", BOB)).isEqualTo(token);
    }

    @Test
    void keyShouldBeAnotherOnAnotherServer(@TempDir Path folder) {
        assertThat(TraceKeyFile.open(folder.resolve("a")).token("m", BOB))
                .isNotEqualTo(TraceKeyFile.open(folder.resolve("b")).token("m", BOB));
    }

    @Test
    void fileShouldBeForTheAccountOfTheServerOnly(@TempDir Path folder) throws Exception {
        TraceKeyFile.open(folder);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(TraceKeyFile.NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void keyShouldBeMadeWhenAnEarlierStartDiedInTheMiddle(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve(TraceKeyFile.NAME + ".new"), new byte[] {1});

        assertThat(TraceKeyFile.open(folder).token("m", BOB)).isNotEmpty();
        assertThat(folder.resolve(TraceKeyFile.NAME)).hasSize(TraceKey.OCTETS);
    }

    @Test
    void startShouldFailAndNameTheRemedyWhenTheFileIsDamaged(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve(TraceKeyFile.NAME), new byte[] {1, 2, 3});

        assertThatThrownBy(() -> TraceKeyFile.open(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(TraceKeyFile.NAME)
                .hasMessageContaining("3 octets instead of 32")
                .hasMessageContaining("move it away");
    }
}

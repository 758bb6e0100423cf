// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} leaves: processes that write are killed at random moments, and all they committed is there. */
class StoreCrashTest {
    private static final int ROUNDS = 12;

    private Path folder;

    @BeforeEach
    void setUp(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void storeShouldOpenWithAllThatWasCommittedWhenItsProcessIsKilled() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            int committed = killAfter(round, 1 + random.nextInt(60));
            Map<String, StoredOwner> left = new HashMap<>();
            OwnerStore.open(folder, Clock.systemUTC(), left::put).abandon();

            assertThat(files()).containsExactly(OwnerStore.FILE);
            for (int commit = 0; commit < committed; commit++) {
                assertThat(left).containsKey("round" + round + "-" + commit + "@example.com");
            }
        }
    }

    private int killAfter(int round, int commits) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreWriter.class.getName(),
                        folder.toString(),
                        String.valueOf(round))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream said = writer.getInputStream()) {
            assertThat(said.readNBytes(commits)).hasSize(commits);
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return commits;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static io.domainsharing.ownership.membership.InMemoryPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.NodeName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} leaves: processes that add peers are killed at random moments, and every peer that they added is there. */
@Tag("D6")
class PeerStoreCrashTest {
    private static final int ROUNDS = 5;

    @Test
    void everyPeerAddedShouldBeThereWhenTheProcessIsKilled(@TempDir Path folder) throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            int added = killAfter(folder, round, 1 + random.nextInt(80));

            PeerRegistry left =
                    PeerRegistry.load(new ConfiguredPeers(List.of(), List.of(), new NodeName("paris")), folder);

            for (int i = 0; i < added; i++) {
                assertThat(left.directory().current().peers()).contains(peer("round" + round + "-" + i));
            }
        }
    }

    private static int killAfter(Path folder, int round, int peers) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeerWriter.class.getName(),
                        folder.toString(),
                        String.valueOf(round))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream said = writer.getInputStream()) {
            assertThat(said.readNBytes(peers)).hasSize(peers);
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return peers;
    }
}

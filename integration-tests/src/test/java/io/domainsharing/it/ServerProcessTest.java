// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @Test
    void stopShouldEndWhatTheServerStartedAlsoWhereItHasLostItsParent(@TempDir Path folder) {
        ServerProcess orphaning = server(folder, "orphaning", "(sleep 300 &); echo started; exec sleep 300");
        ServerProcess other = server(folder, "other", "echo started; exec sleep 300");
        try {
            await().untilAsserted(() -> assertThat(alive("sleep 300")).isEqualTo(3));
            orphaning.stop();
            assertThat(alive("sleep 300")).isEqualTo(1);
            assertThat(other.isRunning()).isTrue();
        } finally {
            other.stop();
            Processes.end("orphaning");
        }
        assertThat(Processes.alive()).isEmpty();
    }

    private ServerProcess server(Path folder, String name, String script) {
        ServerProcess server = new ServerProcess(name, folder.resolve(name + ".log"), "started", "error");
        server.launch(new ProcessBuilder("sh", "-c", script));
        server.awaitStart();
        return server;
    }

    private static long alive(String command) {
        return Processes.alive().stream()
                .filter(process -> process.info().commandLine().orElse("").endsWith(command))
                .count();
    }
}

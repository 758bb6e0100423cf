// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.network.Secret;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command as a process of its own, against a real responder. */
@Timeout(120)
class MingerJarIT {
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");

    private Path folder;
    private final MingerResponder responder = MingerResponder.start(
            MingerResponderConfiguration.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(SECRET), source -> true),
            (mailbox, asker) -> statusOf(mailbox),
            MingerResponderMetrics.NOOP);

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void useFolder(@TempDir Path temporary) {
        folder = temporary;
    }

    @AfterEach
    void close() {
        responder.close();
    }

    private static CompletionStage<MingerStatus> statusOf(Mailbox mailbox) {
        return CompletableFuture.completedStage(
                mailbox.localPart().equals("frank") ? MingerStatus.EXISTS : MingerStatus.DOES_NOT_EXIST);
    }

    private String server() {
        return "127.0.0.1:" + responder.boundAddresses().get(0).getPort();
    }

    private Run minger(String secret, String... arguments) throws Exception {
        return run(secret, List.of("-jar", jar()), arguments);
    }

    private static String jar() {
        return Objects.requireNonNull(System.getProperty("minger.jar"));
    }

    private Run run(String secret, List<String> start, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(start);
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("MINGER_SECRET", secret);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), text(out), text(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private Run ask(String address) throws Exception {
        return minger(SECRET.value(), address, "@" + server(), "--secret-env", "MINGER_SECRET");
    }

    @Test
    void commandShouldEndWith0WhenTheAddressExists() throws Exception {
        Run run = ask("frank@example.com");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("frank@example.com 5  exists").doesNotContain(SECRET.value());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void commandShouldEndWith1WhenTheAddressDoesNotExist() throws Exception {
        Run run = ask("x@example.com");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("x@example.com 3  no such address");
    }

    @Test
    void commandShouldEndWith5WhenTheSecretIsWrong() throws Exception {
        Run run = minger(
                "0123456789abcdef", "frank@example.com", "@" + server(), "--secret-env", "MINGER_SECRET", "--json");

        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.out())
                .matches("\\{\"address\":\"frank@example\\.com\",\"server\":\"" + server()
                        + "\",\"exitCode\":5,\"status\":2,\"meaning\":\"credentials missing or wrong\",\"from\":\""
                        + server() + "\",\"millis\":[0-9]+\\.[0-9],\"proven\":false}\\R");
        assertThat(run.out() + run.err()).doesNotContain("0123456789abcdef");
    }

    @Test
    void commandShouldEndWith7WhenTheServerIsSilent() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Run run = minger(
                    "", "frank@example.com", "@127.0.0.1:" + silent.getLocalPort(), "--timeout", "100ms", "--json");

            assertThat(run.exitCode()).isEqualTo(7);
            assertThat(run.out()).contains("\"status\":null", "\"reason\":\"timeout\"");
        }
    }

    @Test
    void commandShouldEndWith8WhenNobodyListens() throws Exception {
        String server = server();
        responder.close();
        Run run = minger("", "frank@example.com", "@" + server, "--json");

        assertThat(run.exitCode()).isEqualTo(8);
        assertThat(run.out()).contains("\"status\":null", "\"reason\":\"unreachable\"");
    }

    @Test
    void responderShouldPassWhatOthersAreTriedWith() throws Exception {
        Run run = run(
                "ThisIsASharedSecret",
                List.of("-cp", jar(), "io.domainsharing.minger.cli.TortureCommand"),
                "probe",
                "@" + server(),
                "--existing=frank@example.com",
                "--missing=nobody@example.com",
                "--secret-env=MINGER_SECRET",
                "--timeout=300ms");

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out().lines()).hasSize(23).allMatch(line -> line.startsWith("ok "));
    }

    @Test
    void commandShouldEndWith2WhenTheUsageIsWrong() throws Exception {
        Run run = minger("", "frank@example.com");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Usage: minger");
    }
}

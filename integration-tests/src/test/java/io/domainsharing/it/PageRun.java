// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Fence;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Runs the blocks of one page, in order. {@code docs/README.md} says what their words mean. One thread. */
final class PageRun {
    private static final String DEFAULT_SITE = "paris";
    private static final long SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DocumentedServers servers;

    PageRun(DocumentedServers servers) {
        this.servers = servers;
    }

    private record Result(int exitCode, String output, String errors) {}

    /**
     * Runs a block.
     *
     * @param output the block that shows its output; null: none is shown
     */
    void run(Fence fence, @Nullable Fence output) throws Exception {
        switch (fence.kind()) {
            case "sh" -> command(fence, output);
            case "smtp" -> dialogue(fence);
            case "log" -> log(fence);
            default -> throw new IllegalArgumentException(fence + " cannot be run");
        }
    }

    private void command(Fence fence, @Nullable Fence output) throws Exception {
        if (fence.has("await")) {
            Awaitility.await(fence.toString())
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertAsShown(fence, output, shell(fence)));
        } else {
            assertAsShown(fence, output, shell(fence));
        }
    }

    private static void assertAsShown(Fence fence, @Nullable Fence output, Result result) throws IOException {
        assertThat(result.exitCode())
                .as("exit code of %s, which said %s%s", fence, result.output(), result.errors())
                .isEqualTo(Integer.parseInt(fence.word("exit").orElse("0")));
        if (output != null) {
            boolean fits = output.kind().equals("json")
                    ? ShownOutput.fitsJson(output.text(), result.output())
                    : ShownOutput.fits(output.text(), result.output());
            assertThat(fits)
                    .as("%s shows\n%sand %s gave\n%s", output, output.text(), fence, result.output())
                    .isTrue();
        }
    }

    /** In the root of the source tree, as the pages have it, with the JDK that runs this. */
    private Result shell(Fence fence) throws IOException, InterruptedException {
        String site = site(fence).orElse(DEFAULT_SITE);
        for (String folder : List.of("conf", "extensions-jars")) {
            Files.createDirectories(servers.scratch(site).resolve(folder));
        }
        Path output = Checkout.output().resolve("page.stdout");
        Path errors = Checkout.output().resolve("page.stderr");
        ProcessBuilder shell = new ProcessBuilder(
                        "bash", "-euo", "pipefail", "-c", servers.asTypedOn(site, fence.text()))
                .directory(Checkout.root().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        shell.environment().putAll(servers.secrets());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        shell.environment().merge("PATH", java, (path, first) -> first + ':' + path);
        Process process = Processes.start("page", shell);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(fence + " does not end");
        }
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private void dialogue(Fence fence) {
        InetSocketAddress server =
                servers.site(site(fence).orElse(DEFAULT_SITE)).endpoints().smtpAddress();
        Optional<String> peer = fence.word("from");
        try (SmtpSession session = peer.isPresent()
                ? SmtpSession.connect(
                        server, servers.site(peer.get()).endpoints().host())
                : SmtpSession.connect(server)) {
            Dialogue.run(fence, session);
        }
    }

    private void log(Fence fence) {
        JamesServer james = servers.site(site(fence).orElse(DEFAULT_SITE));
        for (String line : fence.text().lines().toList()) {
            Awaitility.await(fence + ": " + line).atMost(PATIENCE).until(() -> james.log()
                    .lines()
                    .anyMatch(logged -> ShownOutput.endsAs(servers.asTypedOn(DEFAULT_SITE, line), logged)));
        }
    }

    private Optional<String> site(Fence fence) {
        return fence.words().stream().filter(servers.names()::contains).findFirst();
    }
}

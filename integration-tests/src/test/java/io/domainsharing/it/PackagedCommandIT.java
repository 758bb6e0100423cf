// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the build makes of the domain-sharing command: a JAR with less in it, scripts for shells and a manual page. */
@Tag("O4")
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class PackagedCommandIT {
    private final String paris;

    PackagedCommandIT(ThreeServers servers) {
        Endpoints endpoints = servers.paris.endpoints();
        this.paris = "http://" + endpoints.host() + ':' + endpoints.webAdmin();
    }

    /** The JAR lacks what nothing reaches of its libraries. So each command is run from it, and needs nothing that is not there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "peers show tokyo; 0; asked by +minger",
                "peers show oslo; 6; There is no peer",
                "peers remove oslo; 6; There is no peer oslo",
                "peers add tokyo --smtp 127.0.0.1; 7; stands in conf/domainsharing.xml",
                "peers flush tokyo; 0; is tried now",
                "gateways; 0; There is no gateway",
                "gateways flush other.example; 6; no gateway",
                "secondaries; 0; There is no secondary",
                "cache; 0; remembered",
                "conflicts check --wait; 0; addresses checked: [0-9]+, on several servers: 0",
                "watch --count 2 --every 1; 0; Z paris up=2 refuses=0 down=0 .* waiting=0 errors=0",
                "watch --count 1 --json; 0; ^.\"status\":"
            })
    void commandShouldTalkToTheServerThatTheEnvironmentNames(String arguments, int exitCode, String said) {
        Command.Result result = Command.run(
                CommandLineIT.command(arguments.split(" ", -1)),
                Checkout.output(),
                Map.of("DOMAIN_SHARING_WEBADMIN", paris),
                "");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(exitCode);
        assertThat(result.output()).containsPattern(said);
    }

    @ParameterizedTest
    @CsvSource({
        "completion bash, completion/domain-sharing.bash",
        "completion zsh, completion/_domain-sharing",
        "completion fish, completion/domain-sharing.fish",
        "manual, man/domain-sharing.1"
    })
    void buildShouldLeaveWhatTheCommandWrites(String arguments, String file) throws IOException {
        assertThat(Command.run(CommandLineIT.command(arguments.split(" ", -1)), Checkout.output())
                        .output())
                .isEqualTo(Files.readString(Checkout.commandLineJar().resolveSibling(file)))
                .contains("gateways");
    }

    @Test
    @NeedsCommand("kill")
    void watchShouldEndWellByCtrlC() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(CommandLineIT.command("watch", "--every", "1", "--webadmin", paris));
        Process watch = Processes.start("watch", builder.redirectErrorStream(true));
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).contains(" paris up=");
            Command.run(List.of("kill", "-INT", Long.toString(watch.pid())), Checkout.output());

            assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            Processes.end("watch");
        }
        assertThat(watch.exitValue()).isZero();
    }
}

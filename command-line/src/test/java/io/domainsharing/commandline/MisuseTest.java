// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small mistake is told on one line, with where to read on. */
class MisuseTest {
    private final Shell shell = Shell.with(Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "peers add oslo --smpt h; peers add",
                "peers add oslo; peers add",
                "peers add; peers add",
                "statsu; ",
                "owner; owner",
                "peers remove oslo --queue burn; peers remove",
                "watch --every soon; watch",
                "completion tcsh; completion",
                "minger; minger"
            })
    void mistakeShouldBeOneLineThatNamesTheHelpOfItsCommand(String arguments, String command) {
        Run run = shell.run(arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        String help = command == null ? "domain-sharing --help" : "domain-sharing " + command + " --help";
        assertThat(run.err()).startsWith("domain-sharing: ").endsWith("; try " + help + System.lineSeparator());
        assertThat(run.err()).hasLineCount(1);
    }

    @Test
    void whatIsNearlyRightShouldBeSuggested() {
        assertThat(shell.run("statsu").err()).contains("Did you mean", "status");
        assertThat(shell.run("peers", "add", "oslo", "--smpt", "h").err()).contains("--smtp");
    }

    @Test
    void whatIsWrongShouldNotReachTheTerminalAsItIs() {
        assertThat(shell.run("\u001b[2J").err()).doesNotContain("\u001b");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.domainsharing.commandline.shell.Completion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** Scripts for shells and the manual page have all that the command has, and shells can read them. */
@Tag("O4")
@Timeout(60)
class CompletionTest {
    private final Shell shell = Shell.with(Map.of());

    @ParameterizedTest
    @EnumSource
    void scriptShouldHaveEveryCommandAndEveryOption(Completion completion) {
        String script = shell.run("completion", completion.name()).out();

        assertSoftly(softly -> commands().forEach(command -> {
            softly.assertThat(script)
                    .as(command.getCommandSpec().qualifiedName())
                    .contains(command.getCommandName());
            for (OptionSpec option : command.getCommandSpec().options()) {
                String name = completion == Completion.fish
                        ? "-l " + option.longestName().substring(2)
                        : option.longestName();
                softly.assertThat(script).as(command.getCommandName()).contains(name);
            }
        }));
        assertThat(script).contains("requeue", "keep");
    }

    @ParameterizedTest
    @EnumSource
    void scriptShouldBeReadByItsShell(Completion completion) throws Exception {
        assumeTrue(isThere(completion.name()), () -> "there is no " + completion + " here");
        Process process = new ProcessBuilder(completion.name(), "-n", "/dev/stdin")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(shell.run("completion", completion.name()).out().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void manualShouldHaveEveryCommandAndEveryOption() {
        String manual = shell.run("manual").out();
        String text = manual.replace("\\-", "-");

        assertSoftly(softly -> commands().forEach(command -> {
            softly.assertThat(text).contains(command.getCommandSpec().qualifiedName(" "));
            for (OptionSpec option : command.getCommandSpec().options()) {
                softly.assertThat(text).contains(option.longestName());
            }
        }));
        assertThat(text).startsWith(".TH \"DOMAIN-SHARING\" \"1\"").contains("DOMAIN_SHARING_WEBADMIN", "Exit codes");
    }

    @Test
    void manualShouldHoldNothingThatItsReaderTakesForARequest() {
        assertThat(shell.run("manual").out().lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|PP|nf|fi|br)( \".*\")*"));
    }

    private static boolean isThere(String shell) {
        try {
            return new ProcessBuilder(shell, "-c", "exit 0").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<CommandLine> commands() {
        return all(DomainSharingCommand.commandLine(name -> null, Ansi.OFF));
    }

    private static List<CommandLine> all(CommandLine root) {
        List<CommandLine> all = new ArrayList<>(List.of(root));
        root.getSubcommands().values().forEach(command -> all.addAll(all(command)));
        return all;
    }
}

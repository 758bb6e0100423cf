// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Keyboard;
import io.domainsharing.commandline.terminal.Screen;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a command writes what it has shown. */
final class WriteOptions {
    @Option(names = "--dry-run", description = "shows the changes and writes nothing")
    private boolean isDry;

    @Option(
            names = {"-y", "--yes"},
            description = "writes without asking; needed where nobody sits at a terminal")
    private boolean isSure;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this help")
    private boolean unusedHelp; // picocli acts on it

    /** Empty: it is to be written; otherwise with what the command ends. */
    Optional<Integer> instead(Screen screen, Keyboard keyboard) {
        if (isDry) {
            screen.line("Nothing was written: this was a dry run.");
            return Optional.of(ExitCode.OK);
        }
        if (isSure) {
            return Optional.empty();
        }
        Optional<String> answer = keyboard.ask("Write these changes? [y/N]");
        if (answer.isEmpty()) {
            screen.failure("nobody sits at a terminal to be asked, so nothing was written: add --yes");
            return Optional.of(ExitCode.WRONG_USAGE);
        }
        if (answer.get().strip().equalsIgnoreCase("y") || answer.get().strip().equalsIgnoreCase("yes")) {
            return Optional.empty();
        }
        screen.line("Nothing was written.");
        return Optional.of(ExitCode.NO);
    }
}

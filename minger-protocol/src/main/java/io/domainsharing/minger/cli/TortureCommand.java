// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code minger-torture}: for those who write a Minger client or server of their own (docs/minger-torture.md). */
@Command(
        name = "minger-torture",
        mixinStandardHelpOptions = true,
        versionProvider = MingerCommand.Version.class,
        header = "Tries Minger clients and servers with what is hard to get right.",
        synopsisSubcommandLabel = "serve|probe")
public final class TortureCommand {
    private TortureCommand() {}

    /** Ends the process with the exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System::getenv).execute(arguments));
    }

    /**
     * The command.
     *
     * @param environment where the secret is
     */
    static CommandLine commandLine(UnaryOperator<@Nullable String> environment) {
        // "@host" would be read as a file of arguments otherwise.
        return new CommandLine(new TortureCommand())
                .addSubcommand(new TortureServe())
                .addSubcommand(new TortureProbe(environment))
                .setExpandAtFiles(false)
                .setExitCodeExceptionMapper(
                        failure -> failure instanceof ParameterException ? ExitCode.WRONG_USAGE : ExitCode.TROUBLE_HERE)
                .setUsageHelpWidth(100);
    }
}

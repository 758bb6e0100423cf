// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Screen;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command that cannot be meant: one line, and where to read on. */
final class Misuse implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        Screen.of(command.getCommandSpec())
                .failure(String.valueOf(misuse.getMessage()) + suggestions(misuse) + "; try " + name + " --help");
        return ExitCode.WRONG_USAGE;
    }

    private static String suggestions(ParameterException misuse) {
        List<String> meant =
                misuse instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return meant.isEmpty() ? "" : ". Did you mean " + String.join(" or ", meant) + '?';
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import io.domainsharing.commandline.shell.Completion;
import io.domainsharing.commandline.shell.ManualPage;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code domain-sharing completion SHELL}: the script by which that shell completes this command. */
@Command(
        name = "completion",
        header = "Writes the script by which a shell completes this command.",
        description = {"", "The shells are bash, zsh and fish.", ""},
        footer = {
            "",
            "Examples:",
            "  domain-sharing completion bash > /etc/bash_completion.d/domain-sharing",
            "  domain-sharing completion zsh > /usr/local/share/zsh/site-functions/_domain-sharing",
            "  domain-sharing completion fish > ~/.config/fish/completions/domain-sharing.fish"
        })
final class CompletionCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "shows this help")
    private boolean unusedHelp; // picocli acts on it

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Completion shell = Completion.bash;

    @Override
    public void run() {
        if (spec != null) {
            write(spec, shell.of(spec.root().commandLine()));
        }
    }

    private static void write(CommandSpec spec, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** {@code domain-sharing manual}: what {@code man domain-sharing} shows. */
    @Command(
            name = "manual",
            header = "Writes the manual page of this command.",
            description = {"", "For man; the build leaves it beside the JAR.", ""},
            footer = {"", "Example:", "  domain-sharing manual > /usr/local/share/man/man1/domain-sharing.1"})
    static final class Manual implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "shows this help")
        private boolean unusedHelp; // picocli acts on it

        @Override
        public void run() {
            if (spec != null) {
                CommandLine root = spec.root().commandLine();
                write(spec, ManualPage.of(root));
            }
        }
    }
}

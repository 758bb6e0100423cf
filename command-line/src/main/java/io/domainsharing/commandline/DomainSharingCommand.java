// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import io.domainsharing.commandline.check.CheckCommand;
import io.domainsharing.commandline.install.AcceptCommand;
import io.domainsharing.commandline.install.InstallCommand;
import io.domainsharing.commandline.install.JoinCommand;
import io.domainsharing.commandline.install.UninstallCommand;
import io.domainsharing.commandline.remote.RemoteCommands;
import io.domainsharing.commandline.terminal.Environment;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Keyboard;
import io.domainsharing.commandline.terminal.Pause;
import io.domainsharing.minger.cli.MingerCommand;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code domain-sharing}: what an operator of servers that share a domain does from a shell (docs/command-line.md). */
@Command(
        name = "domain-sharing",
        mixinStandardHelpOptions = true,
        versionProvider = DomainSharingCommand.Version.class,
        sortOptions = false,
        description = {"", "Checks and operates Apache James servers that share mail domains.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  domain-sharing install /etc/james/conf --peer tokyo=mx.tokyo.example.net",
            "  domain-sharing check /etc/james/conf",
            "  domain-sharing owner bob@example.com",
            "  domain-sharing peers test",
            "  domain-sharing watch",
            "  domain-sharing minger bob@example.com @tokyo.example.net",
            "",
            "Exit codes (minger has its own: domain-sharing minger --help):",
            "  0  well",
            "  1  the answer is no: errors found, nobody has the address, a peer does not answer",
            "  2  wrong usage; nothing was done",
            "  3  nobody can tell now who has the address",
            "  4  no WebAdmin at that URL",
            "  5  WebAdmin wants a token, or another one",
            "  6  WebAdmin does not know what was named",
            "  7  WebAdmin refuses it as things are, such as removing a peer of the file",
            "  8  WebAdmin finds the request wrong, or fails",
            "  9  trouble on this side, or an answer that is not WebAdmin's"
        })
public final class DomainSharingCommand implements Runnable {
    private static final Logger NETTY = Logger.getLogger("io.netty");

    @Spec
    private @Nullable CommandSpec spec;

    DomainSharingCommand() {}

    /** Ends the process with the exit code. */
    public static void main(String[] arguments) {
        NETTY.setLevel(Level.OFF);
        CommandLine line = commandLine(System::getenv, Ansi.AUTO);
        PrintWriter ours = line.getErr();
        // The JDK's XML parser says there by itself what is a finding of check.
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        AtomicBoolean ended = new AtomicBoolean();
        if (arguments.length > 0 && arguments[0].equals("watch")) {
            // To be ended from outside is how it ends well.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                if (!ended.get()) {
                    Runtime.getRuntime().halt(ExitCode.OK);
                }
            }));
        }
        int exitCode = line.setErr(ours).execute(arguments);
        ended.set(true);
        System.exit(exitCode);
    }

    /**
     * The whole command, with its subcommands.
     *
     * @param ansi whether words are coloured; AUTO: on a terminal, unless NO_COLOR is set
     */
    public static CommandLine commandLine(Environment environment, Ansi ansi) {
        return commandLine(environment, ansi, Pause.REAL);
    }

    /** The same with another way to wait, for commands that look more than once. */
    static CommandLine commandLine(Environment environment, Ansi ansi, Pause pause) {
        return commandLine(environment, ansi, pause, Keyboard.REAL, Clock.systemUTC());
    }

    /** The same with somebody else at the keyboard, at another time. */
    static CommandLine commandLine(Environment environment, Ansi ansi, Pause pause, Keyboard keyboard, Clock clock) {
        CommandLine line = new CommandLine(new DomainSharingCommand());
        line.addSubcommand(new InstallCommand(keyboard, clock));
        line.addSubcommand(new JoinCommand(environment, keyboard, clock));
        line.addSubcommand(new AcceptCommand(environment, keyboard, clock));
        line.addSubcommand(new UninstallCommand(environment, keyboard));
        line.addSubcommand(new CheckCommand(environment));
        RemoteCommands.addTo(line, environment, pause);
        line.addSubcommand(MingerCommand.commandLine(environment));
        line.addSubcommand(new CompletionCommand());
        line.addSubcommand(new CompletionCommand.Manual());
        // "@host" of minger would be read as a file of arguments otherwise.
        return line.setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(new Misuse())
                .setExitCodeExceptionMapper(failure ->
                        failure instanceof ParameterException ? ExitCode.WRONG_USAGE : ExitCode.TROUBLE_HERE);
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Which command?");
        }
    }

    /** From the manifest of the JAR. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DomainSharingCommand.class.getPackage().getImplementationVersion();
            return new String[] {"domain-sharing " + (version == null ? "(not packaged)" : version)};
        }
    }
}

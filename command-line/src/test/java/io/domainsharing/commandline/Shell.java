// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import io.domainsharing.commandline.terminal.Keyboard;
import io.domainsharing.commandline.terminal.Pause;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs the command in this process, as a shell would. */
public final class Shell {
    private final Map<String, String> environment;
    private final Ansi ansi;

    /** What a command said and how it ended. */
    public record Run(int exitCode, String out, String err) {
        private static final Pattern LINE = Pattern.compile("(?<=\\.(xml|properties)):\\d+(?=:? )");

        /** With files named, and not the lines in them, which are beside the point of most tests. */
        public Run withoutLines() {
            return new Run(exitCode, LINE.matcher(out).replaceAll(""), err);
        }
    }

    private Keyboard keyboard = new TypedLines();
    private Clock clock = Clock.systemUTC();

    private Pause pause = time -> {
        throw new IllegalStateException("nothing is said of how to wait " + time);
    };

    private Shell(Map<String, String> environment, Ansi ansi) {
        this.environment = environment;
        this.ansi = ansi;
    }

    /** Without a terminal, and with these environment variables. */
    public static Shell with(Map<String, String> environment) {
        return new Shell(environment, Ansi.OFF);
    }

    /** The same on a terminal that has colours. */
    public Shell coloured() {
        return new Shell(environment, Ansi.ON).pausing(pause);
    }

    /** From now on commands that look more than once wait so. */
    Shell pausing(Pause other) {
        pause = other;
        return this;
    }

    /** From now on somebody sits at the terminal, or writes to the standard input. */
    public Shell typing(Keyboard other) {
        keyboard = other;
        return this;
    }

    /** From now on it is that time. */
    public Shell at(Clock other) {
        clock = other;
        return this;
    }

    public Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = DomainSharingCommand.commandLine(environment::get, ansi, pause, keyboard, clock)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int exitCode = line.execute(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}

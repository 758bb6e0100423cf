// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.domainsharing.network.Escaped;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command says what it has to say: aligned and, on a terminal, coloured for people, or one line of JSON for programs.
 * Nothing that came over the network reaches it unescaped. Not thread-safe.
 */
public final class Screen {
    private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colour;
    private final String command;

    private Screen(PrintWriter out, PrintWriter err, boolean colour, String command) {
        this.out = out;
        this.err = err;
        this.colour = colour;
        this.command = command;
    }

    /** The streams of a command that picocli has started, coloured as it colours its help. */
    public static Screen of(CommandSpec spec) {
        CommandLine line = spec.commandLine();
        return new Screen(
                line.getOut(),
                line.getErr(),
                line.getColorScheme().ansi().enabled(),
                spec.root().name());
    }

    public void line(Object... words) {
        out.println(Arrays.stream(words)
                .map(word -> word instanceof Word made ? made : Word.of(word))
                .map(word -> word.toString(colour))
                .collect(Collectors.joining(" ")));
        out.flush();
    }

    /** Whether what is on the screen can be taken away again: it is a terminal, and one with colours. */
    public boolean isTerminal() {
        return colour;
    }

    /** Takes everything away and begins at the top. Nothing where that cannot be done. */
    public void clear() {
        if (colour) {
            out.print(Style.CLEAR);
        }
    }

    public void table(Table table) {
        table.lines(colour).forEach(out::println);
        out.flush();
    }

    public void json(JsonNode value) {
        try {
            out.println(Escaped.json(JSON.writeValueAsString(value)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    /** Tells why the command did not do what it was asked to. */
    public void failure(String message) {
        err.println(new Word(command + ": " + message, Style.BAD).toString(colour));
        err.flush();
    }

    /** Tells what is worth knowing and is not what was asked for. */
    public void warning(String message) {
        err.println(new Word(command + ": " + message, Style.DOUBTFUL).toString(colour));
        err.flush();
    }
}

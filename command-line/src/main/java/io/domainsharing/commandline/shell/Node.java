// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command of the model, as what is generated sees it.
 *
 * @param path its name with those above it, without that of the whole command: empty for that, {@code peers add}
 */
record Node(String path, CommandSpec spec) {
    static Node root(CommandLine line) {
        return new Node("", line.getCommandSpec());
    }

    /** It and everything below it, each before what is below it. */
    Stream<Node> all() {
        return Stream.concat(Stream.of(this), below().stream().flatMap(Node::all));
    }

    List<Node> below() {
        List<Node> below = new ArrayList<>();
        spec.subcommands().forEach((name, line) -> {
            // By an alias it stands there again.
            if (name.equals(line.getCommandName())) {
                below.add(new Node(path.isEmpty() ? name : path + ' ' + name, line.getCommandSpec()));
            }
        });
        return below;
    }

    String name() {
        return spec.name();
    }

    /** What it is for, in one line. */
    String header() {
        return plain(spec.usageMessage().header());
    }

    /** Those that help shows, in its order. */
    List<OptionSpec> options() {
        return spec.options().stream().filter(option -> !option.hidden()).toList();
    }

    /** Whether it takes the name of a file or a folder. */
    boolean takesFiles() {
        return spec.positionalParameters().stream().anyMatch(Node::isFile);
    }

    /** What may follow an option or stand for a parameter; empty: anything. */
    static List<String> choices(ArgSpec argument) {
        return argument.completionCandidates() == null
                ? List.of()
                : StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                        .toList();
    }

    static boolean isFile(ArgSpec argument) {
        Class<?> type = argument.auxiliaryTypes().length > 0 ? argument.auxiliaryTypes()[0] : argument.type();
        return type == Path.class || type == File.class;
    }

    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** Lines of the model as one line of text. */
    static String plain(String... lines) {
        return Ansi.OFF.string(String.join(" ", lines)).replace("%n", " ").strip();
    }
}

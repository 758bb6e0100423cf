// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.shell;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What fish completes. A function finds the command that the words before the cursor name; the rest is a list. */
final class FishScript {
    private final StringBuilder script = new StringBuilder();
    private final String command;
    private final String at;

    private FishScript(String command) {
        this.command = command;
        this.at = "__" + command.replace('-', '_') + "_at";
    }

    static String of(CommandLine line) {
        return new FishScript(line.getCommandName()).written(Node.root(line));
    }

    private String written(Node root) {
        String known = root.all()
                .filter(node -> !node.path().isEmpty())
                .map(node -> quoted(node.path()))
                .collect(Collectors.joining(" "));
        script.append("# fish completes ").append(command).append(" by this.\n");
        script.append("function ")
                .append(at)
                .append("\n    set -l known ")
                .append(known)
                .append('\n');
        script.append(
                """
                    set -l path ''
                    for word in (commandline -opc)[2..-1]
                        set -l longer (string trim -- "$path $word")
                        contains -- $longer $known; and set path $longer
                    end
                    test "$path" = "$argv"
                end
                """);
        script.append("complete -c ").append(command).append(" -f\n");
        root.all().forEach(this::node);
        return script.toString();
    }

    private void node(Node node) {
        node.below().forEach(below -> line(node, "-a " + below.name(), below.header()));
        if (node.takesFiles()) {
            line(node, "-F", "");
        }
        node.options().forEach(option -> option(node, option));
    }

    private void option(Node node, OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (Node.takesValue(option)) {
            words.append(Node.isFile(option) ? " -r -F" : " -x");
            if (!Node.choices(option).isEmpty()) {
                words.append(" -a ").append(quoted(String.join(" ", Node.choices(option))));
            }
        }
        line(node, words.toString().strip(), Node.plain(option.description()));
    }

    private void line(Node node, String words, String description) {
        script.append("complete -c ")
                .append(command)
                .append(" -n ")
                .append(quoted(node.path().isEmpty() ? at : at + ' ' + node.path()))
                .append(' ')
                .append(words)
                .append(description.isEmpty() ? "" : " -d " + quoted(description))
                .append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

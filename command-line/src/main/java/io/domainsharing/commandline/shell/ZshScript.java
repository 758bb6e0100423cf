// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.shell;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What zsh completes: a function for each command, which {@code _arguments} reads. */
final class ZshScript {
    private final StringBuilder script = new StringBuilder();
    private final String command;

    private ZshScript(String command) {
        this.command = command;
    }

    static String of(CommandLine line) {
        return new ZshScript(line.getCommandName()).written(Node.root(line));
    }

    private String written(Node root) {
        script.append("#compdef ")
                .append(command)
                .append("\n# zsh completes ")
                .append(command)
                .append(" by this.\n");
        root.all().forEach(this::function);
        // Read by fpath it is the function itself; by source it only defines it.
        script.append("if [ \"$funcstack[1]\" = \"_").append(command).append("\" ]; then\n    ");
        script.append(nameOf(root)).append(" \"$@\"\nelse\n    compdef ");
        script.append(nameOf(root)).append(' ').append(command).append("\nfi\n");
        return script.toString();
    }

    private void function(Node node) {
        List<Node> below = node.below();
        script.append(nameOf(node))
                .append("() {\n    local curcontext=\"$curcontext\" state line\n    typeset -A opt_args\n");
        script.append("    _arguments -C");
        node.options().forEach(option -> argument(option(option)));
        if (below.isEmpty()) {
            argument(node.takesFiles() ? "*: :_files" : "*: :");
            script.append("\n}\n");
            return;
        }
        argument("1: :->command");
        argument("*:: :->below");
        script.append("\n    case $state in\n        command)\n            local -a commands=(");
        script.append(below.stream()
                .map(one -> quoted(one.name() + ':' + one.header().replace(":", "\\:")))
                .collect(Collectors.joining(" ")));
        script.append(
                ")\n            _describe command commands\n            ;;\n        below)\n            case $line[1] in\n");
        below.forEach(one -> script.append("                ")
                .append(one.name())
                .append(") ")
                .append(nameOf(one))
                .append(" ;;\n"));
        script.append("            esac\n            ;;\n    esac\n}\n");
    }

    private void argument(String specification) {
        script.append(" \\\n        ").append(quoted(specification));
    }

    /** Such as {@code (-h --help)--help[shows this help]}, one for each name of it. */
    private static String option(OptionSpec option) {
        boolean repeats = option.isMultiValue();
        String value = Node.takesValue(option)
                ? ':'
                        + escaped(option.paramLabel())
                        + ':'
                        + (Node.isFile(option) ? "_files" : choices(Node.choices(option)))
                : "";
        return (repeats ? "*" : "")
                + option.longestName()
                + '['
                + escaped(Node.plain(option.description()))
                + ']'
                + value;
    }

    private static String choices(List<String> choices) {
        return choices.isEmpty() ? "" : '(' + String.join(" ", choices) + ')';
    }

    private String nameOf(Node node) {
        return '_' + (command + ' ' + node.path()).strip().replace(' ', '_').replace('-', '_');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace(":", "\\:");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command with everything below it, in the macros of man(7). */
public final class ManualPage {
    private static final Map<String, String> VARIABLES = Map.of(
            "DOMAIN_SHARING_WEBADMIN", "where WebAdmin is, unless --webadmin names another place",
            "DOMAIN_SHARING_TOKEN", "WebAdmin's token, unless --token-env names another variable",
            "NO_COLOR", "if set, nothing is coloured");

    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /** The page, as man reads it. */
    public static String of(CommandLine line) {
        ManualPage manual = new ManualPage();
        manual.written(Node.root(line), line.getCommandSpec().version()[0]);
        return manual.page.toString();
    }

    private void written(Node root, String version) {
        String name = root.name();
        macro("TH", name.toUpperCase(Locale.ROOT), "1", "", version, "Domain Sharing for Apache James");
        macro("SH", "NAME");
        text(name + " - " + Node.plain(root.spec().usageMessage().description()));
        macro("SH", "SYNOPSIS");
        root.all()
                .filter(node -> node.below().isEmpty() || !node.path().isEmpty())
                .forEach(node -> {
                    text(synopsis(name, node));
                    macro("br");
                });
        macro("SH", "COMMANDS");
        root.all().filter(node -> !node.path().isEmpty()).forEach(node -> command(name, node));
        macro("SH", "ENVIRONMENT");
        VARIABLES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(variable -> item(variable.getKey(), variable.getValue()));
        macro("SH", "EXIT STATUS AND EXAMPLES");
        literally(root.spec().usageMessage().footer());
    }

    private void command(String name, Node node) {
        macro("SS", synopsis(name, node));
        text(node.header());
        List<String> description = Arrays.stream(node.spec().usageMessage().description())
                .map(Node::plain)
                .filter(line -> !line.isEmpty())
                .toList();
        description.forEach(line -> {
            macro("PP");
            text(line);
        });
        for (PositionalParamSpec parameter : node.spec().positionalParameters()) {
            item(parameter.paramLabel(), Node.plain(parameter.description()));
        }
        for (OptionSpec option : node.options()) {
            item(label(option), Node.plain(option.description()) + among(option));
        }
        literally(node.spec().usageMessage().footer());
    }

    private static String synopsis(String name, Node node) {
        String parameters = node.spec().positionalParameters().stream()
                .map(parameter -> parameter.required() ? parameter.paramLabel() : '[' + parameter.paramLabel() + ']')
                .collect(Collectors.joining(" "));
        return Stream.of(name, node.path(), node.options().isEmpty() ? "" : "[options]", parameters)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String label(OptionSpec option) {
        return String.join(", ", option.names()) + (Node.takesValue(option) ? ' ' + option.paramLabel() : "");
    }

    private static String among(ArgSpec argument) {
        List<String> choices = Node.choices(argument);
        return choices.isEmpty() ? "" : " (" + String.join(", ", choices) + ")";
    }

    private void item(String label, String description) {
        macro("TP");
        page.append("\\fB").append(escaped(label)).append("\\fR\n");
        text(description);
    }

    private void literally(String... lines) {
        if (lines.length > 0) {
            macro("PP");
            macro("nf");
            for (String line : lines) {
                text(line.isBlank() ? " " : line.stripTrailing());
            }
            macro("fi");
        }
    }

    private void macro(String name, String... words) {
        page.append('.').append(name);
        for (String word : words) {
            page.append(" \"").append(escaped(word).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    private void text(String line) {
        page.append(escaped(line)).append('\n');
    }

    // A line that begins with a dot or an apostrophe would be a request.
    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}

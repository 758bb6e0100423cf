// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.commandline.Shell.Run;
import io.domainsharing.commandline.check.DocumentedMistakes;
import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** Holds docs/command-line.md to the command: its examples are run, and it names every command and option and no other. */
@Tag("O4")
class DocumentedCommandsTest {
    private static final Path PAGE = Path.of("../docs/command-line.md");
    private static final String PROMPT = "$ domain-sharing ";
    private static final Set<String> WITHOUT_WEBADMIN = Set.of("check", "minger", "completion", "manual");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("OSLO_SECRET", "ThisIsASharedSecret", "TOKYO_SECRET", "ThisIsASharedSecret");

    /** A command of the page and what stands below it; nothing: only how it is called is shown. */
    private record Example(String command, String output) {
        String[] words() {
            return command.replaceFirst(" >+ .*", "").split(" ", -1);
        }

        @Override
        public String toString() {
            return command;
        }
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (String block : Files.readString(PAGE).split("```", -1)) {
            String[] lines = block.split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                if (lines[i].startsWith(PROMPT)) {
                    StringBuilder output = new StringBuilder();
                    for (int j = i + 1; j < lines.length && !lines[j].startsWith(PROMPT); j++) {
                        output.append(lines[j].isEmpty() ? "" : lines[j] + '\n');
                    }
                    examples.add(new Example(lines[i].substring(PROMPT.length()), output.toString()));
                }
            }
        }
        return examples;
    }

    static Stream<Example> withOutput() throws IOException {
        return examples().stream().filter(example -> !example.output().isEmpty());
    }

    private static CommandLine commandLine() {
        return DomainSharingCommand.commandLine(ENVIRONMENT::get, Ansi.OFF);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withOutput")
    void exampleShouldSayWhatThePageSays(Example example, @TempDir Path folder) {
        String command = example.words()[0];
        String seen = command.equals("check")
                ? check(example, folder)
                : command.equals("minger") ? minger(example) : remote(example);

        assertThat(seen).isEqualTo(example.output());
    }

    private static String remote(Example example) {
        assertThat(WITHOUT_WEBADMIN).doesNotContain(example.words()[0]);
        try (CannedWebAdmin webAdmin = new CannedWebAdmin()) {
            Run run = Shell.with(ENVIRONMENT)
                    .run(Stream.concat(Arrays.stream(example.words()), Stream.of("--webadmin", webAdmin.url()))
                            .toArray(String[]::new));
            // A server tells the time at which it answers.
            return run.out().replaceFirst("^\\S+Z (paris up=)", "2026-03-02T09:00:13Z $1") + run.err();
        }
    }

    private static String check(Example example, Path folder) {
        Path conf = folder.resolve("conf");
        DocumentedMistakes.in(conf);
        Run run = Shell.with(ENVIRONMENT)
                .run(Arrays.stream(example.words())
                        .map(word -> word.replace("/etc/james/conf", conf.toString()))
                        .toArray(String[]::new));
        return run.out().replace(conf.toString(), "/etc/james/conf") + run.err();
    }

    private static String minger(Example example) {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.answers(5))) {
            String server = "127.0.0.1:" + peer.address().getPort();
            Run run = Shell.with(ENVIRONMENT)
                    .run(Arrays.stream(example.words())
                            .map(word -> word.replace("@tokyo.example.net", "@" + server))
                            .toArray(String[]::new));
            return (run.out() + run.err())
                    .replace("from " + server, "from 203.0.113.7:4069")
                    .replace(server, "tokyo.example.net:4069")
                    .replaceFirst(" in [0-9.]+ ms", " in 0.8 ms");
        }
    }

    @Test
    void everyCommandShouldHaveAnExample() throws IOException {
        List<String> examples = examples().stream().map(Example::command).toList();

        for (CommandLine command : all(commandLine())) {
            String name = command.getCommandSpec().qualifiedName(" ");
            if (command.getSubcommands().isEmpty() || !name.equals("domain-sharing")) {
                assertThat(examples).as(name).anyMatch(example -> ("domain-sharing " + example + " ")
                        .startsWith(name + " "));
            }
        }
    }

    @Test
    void everyExampleShouldBeUnderstood() throws IOException {
        for (Example example : examples()) {
            commandLine().parseArgs(example.words());
        }
    }

    @Test
    void pageShouldNameEveryOptionAndNoOther() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> options = new TreeSet<>();
        for (CommandLine command : all(commandLine())) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                options.add(option.longestName());
            }
        }
        Set<String> named = new TreeSet<>();
        Matcher matcher = Pattern.compile("(?<![A-Za-z0-9-])--[a-z][a-z-]*").matcher(page);
        while (matcher.find()) {
            named.add(matcher.group());
        }

        assertThat(named).isEqualTo(options);
    }

    private static List<CommandLine> all(CommandLine root) {
        List<CommandLine> all = new ArrayList<>(List.of(root));
        root.getSubcommands().values().forEach(command -> all.addAll(all(command)));
        return all;
    }
}

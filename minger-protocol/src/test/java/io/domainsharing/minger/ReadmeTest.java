// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README is a program, and says what the README says that it says. */
class ReadmeTest {
    private static final Pattern FENCE = Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void exampleShouldPrintWhatThePageShows(@TempDir Path folder) throws IOException, InterruptedException {
        List<MatchResult> fences =
                FENCE.matcher(Files.readString(Path.of("README.md"))).results().toList();
        assertThat(fences).extracting(fence -> fence.group(1)).containsExactly("xml", "java", "");
        Path program =
                Files.writeString(folder.resolve("Ask.java"), fences.get(1).group(2));

        // Java compiles a single file by itself, before it runs it.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPathWithoutALog(),
                        program.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).endsWith(fences.get(2).group(2));
    }

    private static String classPathWithoutALog() {
        String tests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(tests.split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lines of Java can be read side by side. The formatter wraps code, and neither comments nor string literals. Left alone are imports,
 * text blocks, whose lines are those of a mail, a table or a reply, and a word that cannot be wrapped.
 */
class LineLengthTest {
    private static final int MAXIMUM_LENGTH = 140;
    private static final String TEXT_BLOCK = "\"".repeat(3);

    @Test
    void linesShouldBeShort() throws IOException {
        List<String> tooLong = new ArrayList<>();
        List<Path> files = sources();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            tooLongLines(lines).forEach(number -> tooLong.add(Checkout.root().relativize(file) + ":" + number));
        }

        assertThat(files).hasSizeGreaterThan(500);
        assertThat(tooLong)
                .as("lines of more than %d characters", MAXIMUM_LENGTH)
                .isEmpty();
    }

    @Test
    void lineShouldBeTooLongWhenItHasOneCharacterMore() {
        String longest = "int a = 1; // " + "a".repeat(MAXIMUM_LENGTH - 14);

        assertThat(tooLongLines(List.of(longest, longest + 'a', longest))).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"import static a.", "     * https://example.net/", "        // https://example.net/"})
    void lineShouldNotBeTooLongWhenItCannotBeWrapped(String beginning) {
        assertThat(tooLongLines(List.of(beginning + "a".repeat(MAXIMUM_LENGTH))))
                .isEmpty();
    }

    @Test
    void linesShouldBeTooLongBesideATextBlockAndNotInIt() {
        String tooLong = "a ".repeat(MAXIMUM_LENGTH);

        assertThat(tooLongLines(List.of(TEXT_BLOCK, tooLong, TEXT_BLOCK + ';', tooLong)))
                .containsExactly(4);
    }

    private static List<Integer> tooLongLines(List<String> lines) {
        List<Integer> tooLong = new ArrayList<>();
        boolean inTextBlock = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean turns = line.split(TEXT_BLOCK, -1).length % 2 == 0;
            if (!inTextBlock && !turns && line.length() > MAXIMUM_LENGTH && canBeWrapped(line)) {
                tooLong.add(i + 1);
            }
            inTextBlock ^= turns;
        }
        assertThat(inTextBlock).as("the last text block is closed").isFalse();
        return tooLong;
    }

    private static boolean canBeWrapped(String line) {
        return !line.startsWith("import ") && !line.matches(" *(?:\\*|//) \\S+");
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Checkout.root())) {
            for (Path folder : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/threat-model.md} names tests that there are, and says of everybody what shows it. */
class ThreatModelTest {
    /** Who, what at worst, what holds him back, and what shows it. */
    private static final Pattern ROW =
            Pattern.compile("^\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|$", Pattern.MULTILINE);

    private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+(Test|IT)\\b");
    private static final Pattern HAS_TEST = Pattern.compile("^ *@(Parameterized)?Test$", Pattern.MULTILINE);
    private static final int HEAD = 2;

    private static final Set<String> TESTS = new TreeSet<>();

    /** The classes that have a test in them. */
    @BeforeAll
    static void findTests() throws IOException {
        try (Stream<Path> modules = Files.list(Checkout.root())) {
            for (Path sources : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        if (HAS_TEST.matcher(Files.readString(file)).find()) {
                            TESTS.add(file.getFileName().toString().replace(".java", ""));
                        }
                    }
                }
            }
        }
    }

    static Stream<String> rows() throws IOException {
        return ROW.matcher(Files.readString(Checkout.root().resolve("docs/threat-model.md")))
                .results()
                .skip(HEAD)
                .map(MatchResult::group);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rowShouldNameTestsThatThereAreOrSayThatThereIsNone(String row) {
        String shownBy = row.split("\\|", -1)[4];

        assertThat(TEST.matcher(shownBy).results().map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(TESTS);
        assertThat(TEST.matcher(shownBy).replaceAll("").replaceAll("[ ,]", ""))
                .as("nothing but names of tests, and where there is none, that")
                .matches("(;?notest:.+)?");
    }
}

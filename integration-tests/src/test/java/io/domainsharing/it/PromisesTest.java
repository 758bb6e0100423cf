// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/promises.md} says which tests show what: neither more nor less than the tests' own tags. */
class PromisesTest {
    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]\\d+) \\| .+ \\| (.+) \\|$");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([A-Z]\\d+)\"\\)");
    private static final String NOT_YET = "not yet";

    @Test
    void documentShouldNameTheTestsThatCarryATag() throws IOException {
        assertThat(documented()).containsKeys("D1", "L4", "R1").isEqualTo(withOpenRows(tagged()));
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Checkout.root().resolve("docs/promises.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> tests = new TreeSet<>(List.of(row.group(2).split(", ")));
                tests.remove(NOT_YET);
                assertThat(rows.put(row.group(1), tests)).as(line).isNull();
            }
        }
        return rows;
    }

    /** A row that no test shows is in the document all the same, with an empty set. */
    private static Map<String, Set<String>> withOpenRows(Map<String, Set<String>> tagged) throws IOException {
        documented().keySet().forEach(row -> tagged.putIfAbsent(row, Set.of()));
        return tagged;
    }

    private static Map<String, Set<String>> tagged() throws IOException {
        Map<String, Set<String>> tests = new TreeMap<>();
        Path sources = Checkout.root().resolve("integration-tests/src/test/java");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("IT.java")).toList()) {
                String test = file.getFileName().toString().replace(".java", "");
                Matcher tag = TAG.matcher(Files.readString(file));
                while (tag.find()) {
                    tests.computeIfAbsent(tag.group(1), row -> new TreeSet<>()).add(test);
                }
            }
        }
        return tests;
    }
}

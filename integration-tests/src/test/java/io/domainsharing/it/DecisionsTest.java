// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each decision of {@code docs/adr/} has a date and a status, and the index has the same. */
class DecisionsTest {
    private static final String FOLDER = "docs/adr/";
    private static final Pattern FILE = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");
    private static final Pattern TITLE = Pattern.compile("# (\\d+)\\. .+");
    private static final Pattern DATE = Pattern.compile("- Date: (\\d{4}-\\d\\d-\\d\\d)");
    private static final Pattern STATUS = Pattern.compile(
            "- Status: (accepted|superseded by \\[\\d+]\\([^)]+\\)|partly superseded: .*by \\[\\d+]\\([^)]+\\).*)");
    private static final Pattern ROW = Pattern.compile("\\| \\[(\\d+)]\\(([^)]+)\\) \\| .+? \\| (\\S+) \\| (.+) \\|");

    /** What the index says of a decision. */
    private record Row(String number, String date, String status) {}

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.root().resolve(FOLDER))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> FILE.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, Row> index() {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Page.read(Checkout.root(), FOLDER + "README.md").lines()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(2), new Row(row.group(1), row.group(3), row.group(4)));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("files")
    void decisionShouldHaveADateAndAStatusThatTheIndexHasToo(String file) {
        List<String> lines = Page.read(Checkout.root(), FOLDER + file).lines();
        String number = group(TITLE, lines.get(0));

        assertThat(Integer.parseInt(file.substring(0, 4))).isEqualTo(Integer.parseInt(number));
        assertThat(index().get(file))
                .isEqualTo(new Row(number, group(DATE, lines.get(2)), group(STATUS, lines.get(3))));
    }

    @ParameterizedTest
    @MethodSource("files")
    void decisionThatIsLeftBehindInPartShouldSayHow(String file) {
        List<String> lines = Page.read(Checkout.root(), FOLDER + file).lines();

        if (lines.get(3).contains("partly superseded")) {
            int heading = lines.indexOf("## Since then");
            assertThat(heading).as("the paragraph in %s", file).isPositive();
            assertThat(lines.get(heading + 1)).matches("\\d{4}-\\d\\d-\\d\\d\\. .+");
        }
    }

    @Test
    void indexShouldHaveEveryDecisionAndNoOther() throws IOException {
        assertThat(index().keySet()).containsExactlyElementsOf(files()).hasSizeGreaterThan(20);
    }

    private static String group(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.matches()).as("'%s' is like %s", line, pattern).isTrue();
        return matcher.group(1);
    }
}

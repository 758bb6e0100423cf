// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.domainsharing.network.InWords;
import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.util.DurationParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of keys in {@code docs/configuration.md} and {@code docs/getting-started.md}: keys, defaults, ranges and
 * examples are the code's.
 */
class DocumentedTableTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern RANGE = Pattern.compile("`([^`]+)` to `([^`]+)`");
    private static final Pattern BOUNDS = Pattern.compile("is not between (.+) and (.+?)\\. .*");
    private static final String ABSENT_HERE = "delivery/mail.smtp.*";

    /** Each required key, and what another key cannot do without. */
    private static final String SHORTEST =
            """
            <domainsharing>
              <peers><peer><name>tokyo</name><smtp>tokyo.example.net:25</smtp></peer></peers>
              <minger><secret>0123456789abcdef</secret></minger><digest/><harvest/>
              <delivery>
                <smartHost>smart.example.net:25</smartHost>
                <gatewayUsername>tokyo</gatewayUsername><gatewayPassword>secret</gatewayPassword>
              </delivery>
              <gateways><gateway><domain>customer.example</domain><smtp>mx.customer.example:25</smtp></gateway></gateways>
              <secondaries>
                <secondary><smtp>backup.example.net:25</smtp><domain>example.com</domain></secondary>
              </secondaries>
            </domainsharing>""";

    /** A line of a table of keys. */
    record Row(String key, String defaultValue, String range, String example) {
        static Row of(String line) {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            return new Row(quoted(cells.get(1)).get(0), cells.get(2), cells.get(3), cells.get(4));
        }

        /** Several, as a short table may write them: {@code lookup/timeout}, {@code attempts}. */
        static Stream<String> keys(String line) {
            List<String> names = quoted(line.split("\\|", -1)[1]).stream()
                    .filter(name -> !name.endsWith("/"))
                    .toList();
            String block = names.get(0).substring(0, names.get(0).lastIndexOf('/') + 1);
            return names.stream().map(name -> name.contains("/") ? name : block + name);
        }

        boolean isRequired() {
            return defaultValue.equals("required");
        }

        /** Where it is a value and not an explanation. */
        Stream<String> literalDefault() {
            return defaultValue.matches("`[^`]+`") ? quoted(defaultValue).stream() : Stream.empty();
        }

        /** The values that a choice has. */
        List<String> choices() {
            return range.matches("`[^`]+`(, `[^`]+`)* or `[^`]+`") ? quoted(range) : List.of();
        }

        @Override
        public String toString() {
            return key;
        }
    }

    static Stream<Row> rows() {
        return lines(Page.read(Xml.ROOT, "docs/configuration.md")).map(Row::of).filter(row -> !row.key()
                .equals(ABSENT_HERE));
    }

    private static Stream<String> lines(Page page) {
        return page.outsideFences().stream().filter(line -> line.startsWith("| `"));
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
    }

    @Test
    void pageShouldHaveEveryKeyThatTheCodeKnowsAndNoOther() throws IOException {
        assertThat(rows().map(Row::key)).doesNotHaveDuplicates().hasSameElementsAs(KnownKeys.paths());
    }

    /** Those that matter: the page has them all. */
    @Test
    void shortTableShouldHaveNoKeyThatTheCodeDoesNotKnow() throws IOException {
        List<String> page = Page.read(Xml.ROOT, "docs/getting-started.md").outsideFences();
        int start = page.indexOf("### The keys that most servers need");
        List<String> section = new ArrayList<>();
        for (String line : page.subList(start + 1, page.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            section.add(line);
        }

        assertThat(section.stream()
                        .filter(line -> line.startsWith("| `"))
                        .flatMap(Row::keys)
                        .filter(key -> !key.equals(ABSENT_HERE)))
                .isNotEmpty()
                .isSubsetOf(KnownKeys.paths());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void defaultShouldBeWhatTheCodeTakesWhenTheKeyIsLeftOut(Row row) throws Exception {
        HierarchicalConfiguration<ImmutableNode> without = Xml.load(SHORTEST);
        without.clearProperty(dotted(row));

        if (row.isRequired()) {
            assertThat(catchThrowable(() -> Xml.parse(without))).hasMessageContaining(row.key() + ": is missing");
        }
        for (String value : row.literalDefault().toList()) {
            assertThat(Xml.parse(with(row, value))).isEqualTo(Xml.parse(without));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void rangeShouldBeTheOneThatTheCodeHas(Row row) throws Exception {
        Matcher range = RANGE.matcher(row.range());
        if (range.matches()) {
            boolean number = range.group(1).matches("\\d+");
            String message = mistake(row, number ? "2000000000" : "99999 days");
            Matcher bounds = BOUNDS.matcher(message.substring(message.indexOf("is not between")));
            assertThat(bounds.matches()).as(message).isTrue();
            assertThat(bounds.group(1)).isEqualTo(number ? range.group(1) : duration(range.group(1)));
            assertThat(bounds.group(2)).isEqualTo(number ? range.group(2) : duration(range.group(2)));
        }
        for (String choice : row.choices()) {
            Throwable failure = catchThrowable(() -> Xml.parse(with(row, choice)));
            // Another key may be missing, or in the way.
            assertThat(failure == null || !failure.toString().contains(row.key() + ": '"))
                    .as("%s: %s", row, failure)
                    .isTrue();
        }
        if (!row.choices().isEmpty()) {
            assertThat(mistake(row, "nonsense")).contains("Write ").contains(row.choices());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void exampleShouldBeUsableAndNotTheDefault(Row row) {
        if (KnownKeys.MEANT_BY_BEING_THERE.contains(row.key())) {
            return;
        }
        String example = quoted(row.example()).get(0);

        assertThat(row.literalDefault()).doesNotContain(example);
        assertThatCode(() -> Xml.parse(with(row, example))).doesNotThrowAnyException();
    }

    private static String mistake(Row row, String value) throws Exception {
        HierarchicalConfiguration<ImmutableNode> file = with(row, value);
        String message = String.valueOf(catchThrowable(() -> Xml.parse(file)).getMessage());
        assertThat(message).contains(row.key() + ": '" + value + '\'');
        return message;
    }

    private static HierarchicalConfiguration<ImmutableNode> with(Row row, String value) throws Exception {
        HierarchicalConfiguration<ImmutableNode> file = Xml.load(SHORTEST);
        file.setProperty(dotted(row), value);
        return file;
    }

    private static String dotted(Row row) {
        return row.key().replace('/', '.');
    }

    private static String duration(String text) {
        return InWords.duration(DurationParser.parse(text));
    }
}

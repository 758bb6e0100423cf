// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The changelog has the version that is built, and its day is the time that the archives carry. */
class ChangelogTest {
    private static final Path ROOT = Checkout.root();
    private static final Pattern VERSION =
            Pattern.compile("^## \\[(\\d+\\.\\d+\\.\\d+[\\w.-]*)] - (\\S+)$", Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^## .*$", Pattern.MULTILINE);

    @Test
    void changelogShouldBeginWithWhatIsUnreleasedAndHaveADayForEachVersion() throws IOException {
        List<String> headings = changelog(HEADING).map(MatchResult::group).toList();

        assertThat(headings.get(0)).isEqualTo("## [Unreleased]");
        assertThat(headings.subList(1, headings.size())).isNotEmpty().allMatch(heading -> VERSION.matcher(heading)
                .matches());
    }

    @Test
    void newerVersionsShouldStandAboveOlderOnes() throws IOException {
        assertThat(changelog(VERSION).map(version -> LocalDate.parse(version.group(2))))
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    /** A version that is still being written, such as 0.2.0-SNAPSHOT, has none. */
    @Test
    void versionThatIsBuiltShouldHaveItsDay() throws IOException {
        String version = property("pom.xml", "revision");

        List<String> days = changelog(VERSION)
                .filter(entry -> entry.group(1).equals(version))
                .map(entry -> entry.group(2))
                .toList();

        if (version.endsWith("-SNAPSHOT")) {
            assertThat(days).isEmpty();
        } else {
            assertThat(days)
                    .containsExactly(
                            property("pom.xml", "project.build.outputTimestamp").replace("T00:00:00Z", ""));
        }
    }

    /** The modules without our parent have to say it again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "integration-tests/stock-james",
                "integration-tests/jpa-james",
                "integration-tests/rabbitmq-james",
                "integration-tests/cassandra",
                "james-extension/james-39"
            })
    void moduleWithoutParentShouldHaveTheSameVersion(String module) throws IOException {
        assertThat(property(module + "/pom.xml", "revision")).isEqualTo(property("pom.xml", "revision"));
    }

    private static Stream<MatchResult> changelog(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve("CHANGELOG.md"))).results();
    }

    private static String property(String pom, String name) throws IOException {
        return XmlFile.load(ROOT.resolve(pom))
                .find("properties/" + name)
                .orElseThrow()
                .getTextContent();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be known of {@code .github/workflows/} without GitHub: they are read, and run what is there. */
class WorkflowsTest {
    private static final Path FOLDER = Checkout.root().resolve(".github/workflows");
    private static final Pattern SCRIPT = Pattern.compile("\\.ci/[a-z/]+");

    /** A major version, or a commit. */
    private static final Pattern PINNED = Pattern.compile("actions/[a-z-]+@(v\\d+|[0-9a-f]{40})");

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflowShouldRunScriptsThatThereAre(Path file) throws IOException {
        List<String> scripts = steps(file).stream()
                .flatMap(step -> SCRIPT.matcher(step.path("run").asText()).results())
                .map(MatchResult::group)
                .toList();

        assertThat(scripts).isNotEmpty().allSatisfy(script -> assertThat(
                        Checkout.root().resolve(script))
                .isExecutable());
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflowShouldTakePinnedActionsOfGitHubOnly(Path file) throws IOException {
        assertThat(steps(file).stream().map(step -> step.path("uses").asText()).filter(uses -> !uses.isEmpty()))
                .isNotEmpty()
                .allMatch(uses -> PINNED.matcher(uses).matches());
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflowShouldReadOnlyUnlessAJobSaysOtherwise(Path file) throws IOException {
        assertThat(read(file).path("permissions").toString()).isEqualTo("{\"contents\":\"read\"}");
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void jobShouldWaitForJobsThatThereAreAndEndInTime(Path file) throws IOException {
        JsonNode jobs = read(file).path("jobs");
        for (JsonNode job : jobs) {
            if (job.has("needs")) {
                assertThat(jobs.has(job.path("needs").asText())).isTrue();
            }
            if (job.has("uses")) {
                assertThat(Checkout.root().resolve(job.path("uses").asText())).isRegularFile();
            } else {
                assertThat(job.path("timeout-minutes").asInt()).isBetween(1, 120);
            }
        }
    }

    /** Nothing is attached that was not tested. */
    @Test
    void releaseShouldComeAfterTheTestsAndByATagOnly() throws IOException {
        JsonNode release = read(FOLDER.resolve("release.yml"));

        assertThat(release.path("on").toString()).matches("\\{\"push\":\\{\"tags\":\\[\"v.*\"]}}");
        assertThat(release.at("/jobs/release/needs").asText()).isEqualTo("test");
        assertThat(release.at("/jobs/test/uses").asText()).endsWith("build.yml");
        assertThat(read(FOLDER.resolve("build.yml")).path("on").has("workflow_call"))
                .isTrue();
    }

    private static List<JsonNode> steps(Path file) throws IOException {
        List<JsonNode> steps = new ArrayList<>();
        read(file).path("jobs").forEach(job -> job.path("steps").forEach(steps::add));
        return steps;
    }

    private static JsonNode read(Path file) throws IOException {
        return new YAMLMapper(new YAMLFactory()).readTree(file.toFile());
    }
}

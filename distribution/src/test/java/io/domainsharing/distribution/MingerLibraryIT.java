// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's project that depends on {@code minger-protocol} and nothing else, fetched by Maven from what a release publishes. */
@EnabledIfSystemProperty(
        named = "release",
        matches = "true",
        disabledReason = "Only the profile release makes a release")
class MingerLibraryIT {
    private static final Pattern PROGRAM = Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SHOWN =
            Pattern.compile("^prints\n\n```\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void exampleOfTheReadmeShouldRunInAProjectThatHasNothingElse(@TempDir Path folder) throws IOException {
        String readme = Files.readString(Built.root().resolve("minger-protocol/README.md"));
        Files.writeString(folder.resolve("Ask.java"), first(PROGRAM, readme));
        Files.writeString(folder.resolve("pom.xml"), pom());

        // A repository of its own before the usual one: what is resolved here must not be found by other builds.
        Built.run(
                folder,
                List.of(
                        Built.root().resolve("mvnw").toString(),
                        "-B",
                        "-ntp",
                        "-q",
                        "-f",
                        folder.resolve("pom.xml").toString(),
                        "-Dmaven.repo.local=" + folder.resolve("repository"),
                        "-Dmaven.repo.local.tail=" + System.getProperty("local.repository"),
                        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                        "-Dmdep.outputFile=" + folder.resolve("classpath")));
        String classpath = Files.readString(folder.resolve("classpath"));

        assertThat(classpath).contains("/minger-protocol-", "/netty-handler-").doesNotContain("james", "picocli");
        assertThat(Built.run(
                        folder,
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java")
                                        .toString(),
                                "-cp",
                                classpath,
                                folder.resolve("Ask.java").toString())))
                .endsWith(first(SHOWN, readme));
    }

    private static String pom() {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>consumer</artifactId>
                  <version>1</version>
                  <repositories>
                    <repository>
                      <id>release</id>
                      <url>FOLDER</url>
                    </repository>
                  </repositories>
                  <dependencies>
                    <dependency>
                      <groupId>io.domainsharing</groupId>
                      <artifactId>minger-protocol</artifactId>
                      <version>VERSION</version>
                    </dependency>
                  </dependencies>
                </project>
                """
                .replace(
                        "FOLDER", Built.root().resolve("target/central").toUri().toString())
                .replace("VERSION", Built.VERSION);
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}

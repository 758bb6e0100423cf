// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./mvnw -Prelease package} leaves in {@code target/release}: all of it, and fit for Maven Central. */
@EnabledIfSystemProperty(
        named = "release",
        matches = "true",
        disabledReason = "Only the profile release makes a release")
class ReleasedFilesIT {
    private static final Path RELEASE = Built.root().resolve("target/release");
    private static final Path CENTRAL = Built.root().resolve("target/central/io/domainsharing");
    private static final Pattern LIBRARY = Pattern.compile("\"purl\" : \"pkg:maven/([^@\"]+)@");

    @Test
    void releaseShouldHaveTheseFiles() throws IOException {
        assertThat(namesIn(RELEASE))
                .containsExactlyInAnyOrder(
                        "SHA256SUMS",
                        "SHA512SUMS",
                        versioned("domain-sharing-V.jar"),
                        versioned("domain-sharing-V.tar.gz"),
                        versioned("domain-sharing-V-cyclonedx.json"),
                        versioned("domain-sharing_V_all.deb"),
                        versioned("james-domain-sharing-V.jar"),
                        versioned("james-domain-sharing-V.pom"),
                        versioned("james-domain-sharing-V-cyclonedx.json"),
                        versioned("james-domain-sharing-V-jakarta.jar"),
                        versioned("james-domain-sharing-V-javadoc.jar"),
                        versioned("james-domain-sharing-V-sources.jar"),
                        versioned("minger-V.jar"),
                        versioned("minger-V-cyclonedx.json"),
                        versioned("minger-protocol-V.jar"),
                        versioned("minger-protocol-V.pom"),
                        versioned("minger-protocol-V-javadoc.jar"),
                        versioned("minger-protocol-V-sources.jar"),
                        versioned("network-V.jar"),
                        versioned("network-V.pom"),
                        versioned("network-V-javadoc.jar"),
                        versioned("network-V-sources.jar"));
    }

    @ParameterizedTest
    @CsvSource({"SHA-256, SHA256SUMS", "SHA-512, SHA512SUMS"})
    void sumsShouldBeThoseOfAllFiles(String algorithm, String sums) throws IOException {
        List<String> expected = namesIn(RELEASE).stream()
                .filter(name -> !name.startsWith("SHA"))
                .map(name -> Built.sum(algorithm, RELEASE.resolve(name)) + " *" + name)
                .toList();

        assertThat(Files.readAllLines(RELEASE.resolve(sums))).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"james-domain-sharing", "minger-protocol", "network"})
    void libraryShouldHaveAllThatMavenCentralAsksFor(String name) throws IOException {
        PublishedPom pom = PublishedPom.read(RELEASE.resolve(versioned(name + "-V.pom")));

        assertThat(pom.complaints()).isEmpty();
        assertThat(pom.text("artifactId")).isEqualTo(name);
        assertThat(pom.text("version")).isEqualTo(Built.VERSION);
        assertThat(pom.text("scm/tag")).isEqualTo('v' + Built.VERSION);
        Path folder = CENTRAL.resolve(name).resolve(Built.VERSION);
        for (String suffix : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar")) {
            Path file = folder.resolve(name + '-' + Built.VERSION + suffix);
            assertThat(file).hasSameBinaryContentAs(RELEASE.resolve(String.valueOf(file.getFileName())));
            assertThat(Path.of(file + ".sha1")).hasContent(Built.sum("SHA-1", file));
            assertThat(Path.of(file + ".md5")).hasContent(Built.sum("MD5", file));
        }
    }

    /** They are in the JAR. */
    @Test
    void extensionShouldBringNothingBesideItself() {
        assertThat(PublishedPom.read(RELEASE.resolve(versioned("james-domain-sharing-V.pom")))
                        .dependencies())
                .isEmpty();
    }

    /** In James its libraries are James's; elsewhere they must come along, and not those with known faults. */
    @Test
    void mingerShouldBringWhatItRunsOn() throws IOException {
        assertThat(PublishedPom.read(RELEASE.resolve(versioned("minger-protocol-V.pom")))
                        .dependencies())
                .contains(
                        "io.domainsharing:network:" + Built.VERSION + ":compile",
                        "io.netty:netty-handler:" + property("commands.netty.version") + ":compile")
                .noneMatch(dependency -> dependency.contains("james"))
                .noneMatch(dependency -> dependency.endsWith(":provided"))
                .allMatch(dependency -> !dependency.contains("picocli") || dependency.endsWith(":optional"));
    }

    @ParameterizedTest
    @CsvSource({"minger-protocol, io.domainsharing.minger", "network, io.domainsharing.network"})
    void libraryShouldHaveAModuleNameAndItsLicence(String name, String module) throws IOException {
        try (JarFile jar =
                new JarFile(RELEASE.resolve(versioned(name + "-V.jar")).toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo(module);
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .noneMatch(entry -> entry.contains("/james/"))
                    .anyMatch(entry -> entry.endsWith(".class"));
        }
    }

    /** The JAR has all rooms in it. */
    @Test
    void sourcesAndJavadocOfTheExtensionShouldBeOfAllRooms() throws IOException {
        for (String type : List.of(
                "james/DomainSharingModule",
                "mailets/DomainSharingMailet",
                "minger/MingerQuery",
                "webadmin/DomainSharingRoutes")) {
            assertThat(entries("james-domain-sharing-V-sources.jar")).contains("io/domainsharing/" + type + ".java");
            assertThat(entries("james-domain-sharing-V-javadoc.jar")).contains("io/domainsharing/" + type + ".html");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "james-domain-sharing, com.github.ben-manes.caffeine/caffeine",
        "domain-sharing, com.fasterxml.jackson.core/jackson-databind",
        "minger, info.picocli/picocli"
    })
    void billOfMaterialsShouldNameWhatTheJarCarries(String jar, String library) throws IOException {
        String bill = Files.readString(RELEASE.resolve(versioned(jar + "-V-cyclonedx.json")));

        assertThat(bill).contains("\"bomFormat\" : \"CycloneDX\"").doesNotContain("\"serialNumber\"", "\"timestamp\"");
        assertThat(LIBRARY.matcher(bill).results().map((MatchResult found) -> found.group(1)))
                .contains(library)
                .noneMatch(name -> name.contains("junit"));
    }

    private static List<String> entries(String jar) throws IOException {
        try (JarFile file = new JarFile(RELEASE.resolve(versioned(jar)).toFile())) {
            return file.stream().map(entry -> entry.getName()).toList();
        }
    }

    private static SortedSet<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String property(String name) throws IOException {
        return PublishedPom.read(Built.root().resolve("pom.xml")).text("properties/" + name);
    }

    private static String versioned(String name) {
        return name.replace("V", Built.VERSION);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one JAR, in both flavours: ours and what James lacks, under names that nobody else uses; nothing that James has. */
@Tag("O1")
class ExtensionJarIT {
    private static final String FOR_38 = "extension.jar";
    private static final String FOR_39 = "extension.jar.jakarta";
    private static final List<String> CONTRACT = List.of(
            "io/domainsharing/james/DomainSharingModule.class",
            "io/domainsharing/james/DomainSharingStartable.class",
            "io/domainsharing/smtp/DomainSharingRcptHook.class",
            "io/domainsharing/smtp/DomainSharingMailHook.class",
            "io/domainsharing/mailets/DomainSharingMailet.class",
            "io/domainsharing/matchers/RecipientIsOnPeer.class",
            "io/domainsharing/matchers/ReceivedFromPeer.class");

    @ParameterizedTest
    @ValueSource(strings = {FOR_38, FOR_39})
    void jarShouldHoldTheClassesThatUsersName(String jar) throws IOException {
        assertThat(entries(jar)).containsAll(CONTRACT);
    }

    @ParameterizedTest
    @ValueSource(strings = {FOR_38, FOR_39})
    void jarShouldHoldOnlyOurPackages(String jar) throws IOException {
        assertThat(entries(jar).stream().filter(name -> name.endsWith(".class")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith("io/domainsharing/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {FOR_38, FOR_39})
    void jarShouldHoldRelocatedLibrariesThatJamesLacks(String jar) throws IOException {
        assertThat(entries(jar))
                .contains(
                        "io/domainsharing/relocated/caffeine/cache/Caffeine.class",
                        "io/domainsharing/relocated/h2/mvstore/MVStore.class");
    }

    @ParameterizedTest
    @ValueSource(strings = {FOR_38, FOR_39})
    void jarShouldHoldNothingButClassesLicencesWhatItIsAndWhatWebAdminServes(String jar) throws IOException {
        assertThat(entries(jar).stream().filter(name -> !name.endsWith(".class")))
                .allSatisfy(name -> assertThat(name)
                        .matches("META-INF/(MANIFEST\\.MF|LICENSE|NOTICE|licenses/h2-mvstore\\.txt"
                                + "|maven/.*/pom\\.(xml|properties))|.*/|domainsharing\\.xsd"
                                + "|io/domainsharing/webadmin/(build\\.properties|openapi\\.json"
                                + "|ui/[a-z-]+\\.(html|css|js))"));
    }

    @ParameterizedTest
    @ValueSource(strings = {FOR_38, FOR_39})
    void jarShouldHoldItsLicenceAndThoseOfItsLibraries(String jar) throws IOException {
        assertThat(entries(jar)).contains("META-INF/LICENSE", "META-INF/NOTICE");
    }

    @ParameterizedTest
    @ValueSource(strings = {FOR_38, FOR_39})
    void jarShouldStaySmall(String jar) throws IOException {
        assertThat(jar(jar).toFile().length()).isLessThan(4L * 1024 * 1024);
    }

    private static Path jar(String property) {
        return Path.of(System.getProperty(property));
    }

    private static List<String> entries(String property) throws IOException {
        try (JarFile jar = new JarFile(jar(property).toFile())) {
            return jar.stream().map(JarEntry::getName).toList();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The one JAR: ours and what James lacks, under names that nobody else uses; nothing that James has. */
@Tag("O1")
class ExtensionJarIT {
    private static final List<String> CONTRACT = List.of(
            "io/domainsharing/james/DomainSharingModule.class",
            "io/domainsharing/james/DomainSharingStartable.class",
            "io/domainsharing/smtp/DomainSharingRcptHook.class",
            "io/domainsharing/smtp/DomainSharingMailHook.class",
            "io/domainsharing/mailets/DomainSharingMailet.class",
            "io/domainsharing/matchers/RecipientIsOnPeer.class",
            "io/domainsharing/matchers/ReceivedFromPeer.class");

    @Test
    void jarShouldHoldTheClassesThatUsersName() throws IOException {
        assertThat(entries()).containsAll(CONTRACT);
    }

    @Test
    void jarShouldHoldOnlyOurPackages() throws IOException {
        assertThat(entries().stream().filter(name -> name.endsWith(".class")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith("io/domainsharing/"));
    }

    @Test
    void jarShouldHoldRelocatedLibrariesThatJamesLacks() throws IOException {
        assertThat(entries())
                .contains(
                        "io/domainsharing/relocated/caffeine/cache/Caffeine.class",
                        "io/domainsharing/relocated/h2/mvstore/MVStore.class");
    }

    @Test
    void jarShouldHoldNothingButClassesLicencesAndItsManifest() throws IOException {
        assertThat(entries().stream().filter(name -> !name.endsWith(".class"))).allSatisfy(name -> assertThat(name)
                .matches("META-INF/(MANIFEST\\.MF|LICENSE.*|NOTICE.*|DEPENDENCIES)|.*/"));
    }

    @Test
    void jarShouldStaySmall() throws IOException {
        assertThat(jar().toFile().length()).isLessThan(4L * 1024 * 1024);
    }

    private static Path jar() {
        return Path.of(System.getProperty("extension.jar"));
    }

    private static List<String> entries() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            return jar.stream().map(JarEntry::getName).toList();
        }
    }
}

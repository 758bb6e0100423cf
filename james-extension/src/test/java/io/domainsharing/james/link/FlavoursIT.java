// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The two JARs: the same classes, that differ in the names that James 3.9 changed and in nothing else. */
@Tag("O1")
class FlavoursIT {
    private static final String MOVED = "(mail|inject|annotation|activation|servlet)\\b";
    private static final Pattern JAVAX = Pattern.compile("javax[./]" + MOVED);
    private static final Pattern JAKARTA = Pattern.compile("jakarta[./]");
    private static final Pattern JAVAS_OWN = Pattern.compile("javax[./](?!" + MOVED + ")");

    private static final ExtensionJar FOR_38 = ExtensionJar.of("extension.jar");
    private static final ExtensionJar FOR_39 = ExtensionJar.of("extension.jar.jakarta");

    @Test
    void jarForJames38ShouldNameNothingOfJakarta() {
        assertThat(FOR_38.texts()).anyMatch(JAVAX.asPredicate()).noneMatch(JAKARTA.asPredicate());
    }

    /** Signatures, annotations and texts included: a text may be a class that is loaded by its name. */
    @Test
    void jarForJames39ShouldNameNothingThatMoved() {
        assertThat(FOR_39.texts()).anyMatch(JAKARTA.asPredicate()).noneMatch(JAVAX.asPredicate());
    }

    @Test
    void jarForJames39ShouldStillNameWhatIsJavasOwn() {
        assertThat(matching(FOR_39, JAVAS_OWN))
                .isEqualTo(matching(FOR_38, JAVAS_OWN))
                .isNotEmpty();
    }

    @Test
    void textsShouldDifferInTheMovedNamesOnly() {
        assertThat(FOR_39.classes()).hasSameSizeAs(FOR_38.classes());
        FOR_38.classes().forEach((name, type) -> assertThat(
                        Objects.requireNonNull(FOR_39.classes().get(name), name).texts())
                .as(name)
                .isEqualTo(type.texts().stream()
                        .map(text -> text.replaceAll("javax([./])" + MOVED, "jakarta$1$2"))
                        .collect(Collectors.toCollection(TreeSet::new))));
    }

    /** So that the same sources give the same bytes. */
    @Test
    void entriesOfTheJarForJames39ShouldCarryOneTime() throws IOException {
        try (JarFile jar = new JarFile(FOR_39.file().toFile())) {
            assertThat(jar.stream().map(JarEntry::getTimeLocal).distinct()).hasSize(1);
        }
    }

    private static Set<String> matching(ExtensionJar jar, Pattern pattern) {
        return jar.texts().stream().filter(pattern.asPredicate()).collect(Collectors.toCollection(TreeSet::new));
    }
}

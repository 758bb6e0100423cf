// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Everything that the JAR for James 3.9 takes from James and its libraries is there. It is compiled against James 3.8, so no
 * compiler ever looks.
 */
@Tag("O1")
class LinkIT {
    private static final Logger LOGGER = System.getLogger(LinkIT.class.getName());
    private static final ExtensionJar JAR = ExtensionJar.of("extension.jar.jakarta");

    /** Maven Central lacks some of James 3.9.0's artefacts; what comes from them is in the file, by name, and nothing else is. */
    @Test
    void jarShouldLinkToWhatMavenCentralHasOfJames39() throws IOException {
        try (URLClassLoader james = JAR.with(System.getProperty("james39.published"))) {
            Linker linker = new Linker(james);

            assertThat(references(linker, Linker.Outcome.BROKEN)).isEmpty();
            assertThat(references(linker, Linker.Outcome.UNKNOWN))
                    .as("not-on-maven-central-3.9.0.txt, or a file missing in james-39/pom.xml")
                    .containsExactlyInAnyOrderElementsOf(notPublished());
            assertThat(references(linker, Linker.Outcome.FOUND)).hasSizeGreaterThan(500);
            assertThat(unimplemented(linker)).isEmpty();
        }
    }

    @Test
    void jarShouldLinkToTheJamesThatIsGiven() throws IOException {
        String home = System.getProperty("james.home");
        String reason = "Give a James 3.9 or later by -Djames.home (docs/compatibility.md)";
        if (home == null) {
            // Maven's output counts what is skipped and does not say why.
            LOGGER.log(Level.WARNING, "LinkIT.jarShouldLinkToTheJamesThatIsGiven is skipped. {0}", reason);
        }
        assumeTrue(home != null, reason);
        try (URLClassLoader james = JAR.with(home)) {
            Linker linker = new Linker(james);

            assertThat(references(linker, Linker.Outcome.BROKEN)).isEmpty();
            assertThat(references(linker, Linker.Outcome.UNKNOWN)).isEmpty();
            assertThat(unimplemented(linker)).isEmpty();
        }
    }

    private static List<String> references(Linker linker, Linker.Outcome outcome) {
        return JAR.outside().stream()
                .filter(reference -> linker.link(reference) == outcome)
                .map(Reference::toString)
                .toList();
    }

    private static List<String> unimplemented(Linker linker) {
        return JAR.classes().keySet().stream()
                .flatMap(name -> linker.unimplemented(name).stream())
                .toList();
    }

    private static List<String> notPublished() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(LinkIT.class.getResourceAsStream("not-on-maven-central-3.9.0.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}

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
 * Everything that a JAR takes from James and its libraries is there. The one for James 3.9 is compiled against James 3.8, so
 * no compiler ever looks.
 */
@Tag("O1")
class LinkIT {
    private static final Logger LOGGER = System.getLogger(LinkIT.class.getName());
    private static final ExtensionJar FOR_38 = ExtensionJar.of("extension.jar");
    private static final ExtensionJar FOR_39 = ExtensionJar.of("extension.jar.jakarta");

    /** What only some Jameses have: a class that names it is loaded where its James has it. */
    private static final List<String> OPTIONAL =
            List.of("com/datastax/", "com/rabbitmq/", "io/r2dbc/", "org/apache/james/backends/rabbitmq/");

    /** Maven Central lacks some of James 3.9.0's artefacts; what comes from them is in the file, by name, and nothing else is. */
    @Test
    void jarShouldLinkToWhatMavenCentralHasOfJames39() throws IOException {
        try (URLClassLoader james = FOR_39.with(System.getProperty("james39.published"))) {
            Linker linker = new Linker(james);

            assertThat(references(FOR_39, linker, Linker.Outcome.BROKEN)).isEmpty();
            assertThat(references(FOR_39, linker, Linker.Outcome.UNKNOWN))
                    .as("not-on-maven-central-3.9.0.txt, or a file missing in james-39/pom.xml")
                    .containsExactlyInAnyOrderElementsOf(notPublished());
            assertThat(references(FOR_39, linker, Linker.Outcome.FOUND)).hasSizeGreaterThan(500);
            assertThat(unimplemented(FOR_39, linker)).isEmpty();
        }
    }

    @Test
    void fittingJarShouldLinkToTheJamesThatIsGiven() throws IOException {
        String home = System.getProperty("james.home");
        String reason = "Give a James by -Djames.home (docs/compatibility.md)";
        if (home == null) {
            // Maven's output counts what is skipped and does not say why.
            LOGGER.log(Level.WARNING, "LinkIT.fittingJarShouldLinkToTheJamesThatIsGiven is skipped. {0}", reason);
        }
        assumeTrue(home != null, reason);
        ExtensionJar jar = fitting(home);
        try (URLClassLoader james = jar.with(home)) {
            Linker linker = new Linker(james);

            assertThat(references(jar, linker, Linker.Outcome.BROKEN)).isEmpty();
            assertThat(references(jar, linker, Linker.Outcome.UNKNOWN))
                    .allMatch(reference -> OPTIONAL.stream().anyMatch(reference::startsWith));
            assertThat(references(jar, linker, Linker.Outcome.FOUND)).hasSizeGreaterThan(500);
            assertThat(unimplemented(jar, linker)).isEmpty();
        }
    }

    private static ExtensionJar fitting(String home) throws IOException {
        try (URLClassLoader james = FOR_38.with(home)) {
            return james.getResource("jakarta/mail/Message.class") == null ? FOR_38 : FOR_39;
        }
    }

    private static List<String> references(ExtensionJar jar, Linker linker, Linker.Outcome outcome) {
        return jar.outside().stream()
                .filter(reference -> linker.link(reference) == outcome)
                .map(Reference::toString)
                .toList();
    }

    private static List<String> unimplemented(ExtensionJar jar, Linker linker) {
        return jar.classes().keySet().stream()
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

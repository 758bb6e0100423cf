// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * No JAR of ours carries a library with a known fault. {@code ./mvnw -Pvulnerabilities verify} runs it, and no other build does:
 * what it reads changes from day to day.
 */
class KnownFaultsCheck {
    /** Those whose JARs carry libraries. */
    private static final List<String> ROOMS = List.of("minger-protocol/command", "command-line", "james-extension");

    /** Has a fault in any database that deserves the name: one that is empty or of something else does not pass. */
    private static final Library PLANTED = Library.of("pkg:maven/org.apache.commons/commons-text@1.9?type=jar");

    @Test
    void jarsShouldCarryNoLibraryWithAKnownFault() throws IOException {
        List<Library> carried = new ArrayList<>();
        for (String room : ROOMS) {
            Path bom = Path.of("..", room, "target", "bom.json");
            assertThat(bom)
                    .as("the bill of materials, which CycloneDX writes unless Maven is offline")
                    .exists();
            List<Library> libraries = Library.listedIn(bom);
            assertThat(libraries).as(room).hasSizeGreaterThan(1);
            carried.addAll(libraries);
        }
        List<Advisory> advisories = AdvisoryDatabase.read(
                URI.create(System.getProperty("osv.records")),
                advisory -> advisory.affects(PLANTED) || carried.stream().anyMatch(advisory::affects));

        assertThat(Finding.of(List.of(PLANTED), advisories)).isNotEmpty();
        assertThat(AcceptedFault.complaints(
                        Finding.of(carried, advisories), AcceptedFault.all(), LocalDate.now(Clock.systemUTC())))
                .isEmpty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a bill of materials with an old library in it to what somebody has to do. */
class AcceptedFaultTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final String OLD = "io.netty:netty-resolver-dns:4.1.86.Final";
    private static final AcceptedFault ACCEPTED = new AcceptedFault(
            "CVE-2026-0001", "io.netty:netty-resolver-dns", "2026-11-30", "no name is looked up in the DNS");

    @Test
    void oldLibraryShouldBeFoundInTheBillOfMaterials(@TempDir Path folder) throws IOException {
        List<Finding> findings = Finding.of(Library.listedIn(bom(folder, "4.1.86.Final")), List.of(advisory()));

        assertThat(AcceptedFault.complaints(findings, List.of(), TODAY))
                .singleElement()
                .asString()
                .contains(OLD, "CVE-2026-0001", "GHSA-aaaa-bbbb-cccc");
    }

    @Test
    void newLibraryShouldPass(@TempDir Path folder) throws IOException {
        List<Finding> findings = Finding.of(Library.listedIn(bom(folder, "4.1.140.Final")), List.of(advisory()));

        assertThat(AcceptedFault.complaints(findings, List.of(), TODAY)).isEmpty();
    }

    @Test
    void faultShouldPassWhenItIsAcceptedByItsNameInAnotherDatabase() throws JsonProcessingException {
        assertThat(AcceptedFault.complaints(findings(), List.of(ACCEPTED), TODAY))
                .isEmpty();
    }

    @Test
    void faultShouldBeComplainedOfWhenItsTimeIsOver() throws JsonProcessingException {
        assertThat(AcceptedFault.complaints(findings(), List.of(ACCEPTED), TODAY.plusDays(1)))
                .singleElement()
                .asString()
                .contains(OLD);
    }

    @Test
    void faultShouldBeComplainedOfWhenAnotherOneIsAccepted() throws JsonProcessingException {
        AcceptedFault other = new AcceptedFault("CVE-2026-0002", ACCEPTED.library(), ACCEPTED.until(), "not used");

        assertThat(AcceptedFault.complaints(findings(), List.of(other), TODAY)).hasSize(2);
    }

    @Test
    void lineOfTheListShouldBeComplainedOfWhenNothingFitsItAnyMore() {
        assertThat(AcceptedFault.complaints(List.of(), List.of(ACCEPTED), TODAY))
                .singleElement()
                .asString()
                .contains("CVE-2026-0001", "found no longer");
    }

    @Test
    void faultShouldNotBeAcceptedWithoutAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AcceptedFault("CVE-2026-0001", "io.netty:netty-common", "2026-11-30", " "));
    }

    @Test
    void listOfTheProjectShouldBeReadable() throws IOException {
        assertThat(AcceptedFault.all()).doesNotHaveDuplicates();
    }

    private static List<Finding> findings() throws JsonProcessingException {
        return Finding.of(List.of(new Library("io.netty:netty-resolver-dns", "4.1.86.Final")), List.of(advisory()));
    }

    private static Advisory advisory() throws JsonProcessingException {
        return new Advisory(new ObjectMapper()
                .readTree(AdvisoryTest.record(
                        "{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \"0\"}, {\"fixed\": \"4.1.135.Final\"}]}",
                        "")));
    }

    /** As CycloneDX writes it. */
    private static Path bom(Path folder, String version) throws IOException {
        return Files.writeString(
                folder.resolve("bom.json"),
                """
                {"bomFormat": "CycloneDX", "components": [
                    {"type": "library", "group": "io.netty", "name": "netty-common", "version": "4.1.140.Final",
                     "purl": "pkg:maven/io.netty/netty-common@4.1.140.Final?type=jar"},
                    {"type": "library", "group": "io.netty", "name": "netty-resolver-dns", "version": "VERSION",
                     "purl": "pkg:maven/io.netty/netty-resolver-dns@VERSION?type=jar"}]}
                """
                        .replace("VERSION", version));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvisoryTest {
    /** Two branches, each with an end of its own. */
    private static final String BRANCHES =
            """
            {"type": "ECOSYSTEM", "events": [
                {"introduced": "4.2.0.Alpha1"}, {"fixed": "4.2.15.Final"},
                {"introduced": "0"}, {"fixed": "4.1.135.Final"}]}""";

    private static final String LAST =
            "{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \"1.2\"}, {\"last_affected\": \"1.2.1\"}]}";
    private static final String ONLY =
            "{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \"1.2\"}, {\"last_affected\": \"1.2\"}]}";
    private static final String COMMITS = "{\"type\": \"GIT\", \"events\": [{\"introduced\": \"0\"}]}";

    @ParameterizedTest
    @CsvSource({
        "4.1.86.Final, true",
        "4.1.134.Final, true",
        "4.1.135.Final, false",
        "4.1.140.Final, false",
        "4.2.0.Alpha1, true",
        "4.2.0.Final, true",
        "4.2.14.Final, true",
        "4.2.15.Final, false",
        "5.0.0.Alpha2, false"
    })
    void versionShouldBeAffectedInsideARange(String version, boolean affected) throws JsonProcessingException {
        assertThat(advisory(BRANCHES, "").affects(new Library("io.netty:netty-resolver-dns", version)))
                .isEqualTo(affected);
    }

    @ParameterizedTest
    @CsvSource({"1.1, false", "1.2-rc1, false", "1.2, true", "1.2.1, true", "1.2.2, false"})
    void lastAffectedVersionShouldBeAffectedAndTheNextNot(String version, boolean affected)
            throws JsonProcessingException {
        assertThat(advisory(LAST, "").affects(new Library("io.netty:netty-resolver-dns", version)))
                .isEqualTo(affected);
    }

    @ParameterizedTest
    @CsvSource({"1.1, false", "1.2, true", "1.2.1, false"})
    void rangeShouldHoldOneVersionWhenItBeginsAndEndsWithIt(String version, boolean affected)
            throws JsonProcessingException {
        assertThat(advisory(ONLY, "").affects(new Library("io.netty:netty-resolver-dns", version)))
                .isEqualTo(affected);
    }

    @ParameterizedTest
    @CsvSource({"3.0, true", "3.1, false", "9.9, true"})
    void listedVersionShouldBeAffectedBesideTheRanges(String version, boolean affected) throws JsonProcessingException {
        assertThat(advisory(LAST + ',' + COMMITS, "\"3.0\", \"9.9\"")
                        .affects(new Library("io.netty:netty-resolver-dns", version)))
                .isEqualTo(affected);
    }

    @Test
    void everyVersionShouldBeAffectedWhenTheRecordNamesNone() throws JsonProcessingException {
        assertThat(advisory(COMMITS, "").affects(new Library("io.netty:netty-resolver-dns", "9.9")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"io.netty:netty-resolver", "netty-resolver-dns", "io.netty:netty-resolver-dns-native-macos"})
    void otherLibraryShouldNotBeAffected(String name) throws JsonProcessingException {
        assertThat(advisory(BRANCHES, "").affects(new Library(name, "4.1.86.Final")))
                .isFalse();
    }

    @Test
    void libraryOfTheSameNameElsewhereShouldNotBeAffected() throws JsonProcessingException {
        assertThat(advisory(record(BRANCHES, "").replace("Maven", "npm"))
                        .affects(new Library("io.netty:netty-resolver-dns", "4.1.86.Final")))
                .isFalse();
    }

    @Test
    void withdrawnRecordShouldAffectNothing() throws JsonProcessingException {
        assertThat(advisory(record(BRANCHES, "")
                                .replace("\"aliases\"", "\"withdrawn\": \"2026-06-01T00:00:00Z\", \"aliases\""))
                        .affects(new Library("io.netty:netty-resolver-dns", "4.1.86.Final")))
                .isFalse();
    }

    @Test
    void advisoryShouldHaveTheNamesOfOtherDatabases() throws JsonProcessingException {
        assertThat(advisory(BRANCHES, "").names()).containsExactly("CVE-2026-0001", "GHSA-aaaa-bbbb-cccc");
    }

    @Test
    void documentWithoutAnIdShouldBeRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> advisory("{\"message\": \"no such object\"}"));
    }

    private static Advisory advisory(String ranges, String versions) throws JsonProcessingException {
        return advisory(record(ranges, versions));
    }

    private static Advisory advisory(String json) throws JsonProcessingException {
        return new Advisory(new ObjectMapper().readTree(json));
    }

    /** As OSV writes it, of a fault that nobody has found. */
    static String record(String ranges, String versions) {
        return """
                {"id": "GHSA-aaaa-bbbb-cccc", "aliases": ["CVE-2026-0001"], "summary": "Answers of strangers are believed",
                 "affected": [{"package": {"ecosystem": "Maven", "name": "io.netty:netty-resolver-dns"},
                    "ranges": [RANGES], "versions": [VERSIONS]}]}"""
                .replace("RANGES", ranges)
                .replace("VERSIONS", versions);
    }
}

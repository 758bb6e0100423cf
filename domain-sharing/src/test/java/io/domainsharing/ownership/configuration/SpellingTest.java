// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
    private static final Set<String> KNOWN =
            Set.of("smtp", "trusted", "domain", "mingerPort", "lookup", "secret", "name");

    @ParameterizedTest
    @CsvSource({
        "smpt,smtp",
        "SMTP,smtp",
        "stmp,smtp",
        "smtps,smtp",
        "mtp,smtp",
        "mingerport,mingerPort",
        "minger_port,mingerPort",
        "trust,trusted",
        "trustet,trusted",
        "domains,domain",
        "look-up,lookup"
    })
    void misspeltWordShouldBeKnown(String written, String meant) {
        assertThat(Spelling.nearest(written, KNOWN)).hasValue(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "port", "host", "password", "sm"})
    void otherWordShouldNotBeTakenForAKnownOne(String written) {
        assertThat(Spelling.nearest(written, KNOWN)).isEmpty();
    }

    @Test
    void longTextShouldNotBeCompared() {
        assertThat(Spelling.nearest("smtp".repeat(100_000), KNOWN)).isEmpty();
    }
}

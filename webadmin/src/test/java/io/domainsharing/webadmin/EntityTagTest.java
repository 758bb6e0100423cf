// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntityTagTest {
    @Test
    void tagShouldBeStrongAndOfTheWholeBody() {
        assertThat(EntityTag.of("{\"a\":1}")).matches("\"[0-9a-f]{32}\"").isEqualTo(EntityTag.of("{\"a\":1}"));
        assertThat(EntityTag.of("{\"a\":1}")).isNotEqualTo(EntityTag.of("{\"a\":2}"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'\"x\"', true",
                "'W/\"x\"', true",
                "'\"y\", \"x\"', true",
                "*, true",
                "'\"y\"', false",
                "x, false",
                "'', false",
                ", false"
            })
    void bodyShouldBeLeftOutOnlyWhereTheClientHasIt(@Nullable String header, boolean has) {
        assertThat(EntityTag.matches(header, "\"x\"")).isEqualTo(has);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of copies, as James 3.8 and James 3.9 derive them. */
class CopiesTest {
    @ParameterizedTest
    @CsvSource({
        "Mail17-0a1b-2c3d, Mail17-0a1b-2c3d",
        "Mail17-0a1b-2c3d-!1234567, Mail17-0a1b-2c3d",
        "Mail17-0a1b-2c3d-!1234567-!7654321, Mail17-0a1b-2c3d",
        "Mail17-wFfbidd7, Mail17-wFfbidd7",
        "Mail17-wFfbidd7!aB3d, Mail17-wFfbidd7",
        "Mail17-wFfbidd7!aB3d!Zz9y, Mail17-wFfbidd7"
    })
    void originShouldBeTheNameWithoutAnySuffix(String name, String origin) {
        assertThat(Copies.origin(name)).isEqualTo(origin);
    }

    /** James takes the eighth suffix for a loop. */
    @ParameterizedTest
    @CsvSource({
        "Mail17-0a1b, Mail17-0a1b-!1234567, Mail17-0a1b-!1234567",
        "Mail17-0a1b-!1234567, Mail17-0a1b-!1234567-!7654321, Mail17-0a1b-!7654321",
        "Mail17-wFfb, Mail17-wFfb!aB3d, Mail17-wFfb!aB3d",
        "Mail17-wFfb!aB3d, Mail17-wFfb!aB3d!Zz9y, Mail17-wFfb!Zz9y"
    })
    void onlyTheNewestSuffixShouldBeKept(String original, String derived, String name) {
        assertThat(Copies.name(original, derived)).isEqualTo(name);
    }
}

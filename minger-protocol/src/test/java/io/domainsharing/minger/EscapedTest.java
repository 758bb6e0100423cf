// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedTest {
    @Test
    void textShouldStayWhenItIsPrintable() {
        assertThat(Escaped.of("a ~!z")).isEqualTo("a ~!z");
    }

    @Test
    void textShouldBeEscapedWhereItIsNotPrintable() {
        assertThat(Escaped.of("a\r\n\u001f\u007f\u00e9\u202e"))
                .isEqualTo("a\\u000d\\u000a\\u001f\\u007f\\u00e9\\u202e");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3, abc", "abcd, 3, abc...", "abc, 4, abc"})
    void textShouldBeCutWhenItIsLonger(String text, int longest, String shown) {
        assertThat(Escaped.of(text, longest)).isEqualTo(shown);
    }

    @Test
    void textShouldBeCutAfter330Characters() {
        assertThat(Escaped.of("a".repeat(330))).isEqualTo("a".repeat(330));
        assertThat(Escaped.of("a".repeat(331))).isEqualTo("a".repeat(330) + "...");
    }
}

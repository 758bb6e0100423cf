// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyBeginningTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            550 5.4.1                  | 550 | 5.4.1 Recipient address rejected: Access denied    | true
            550 5.4.1                  | 550 | 550 5.4.1 Recipient address rejected               | true
            550  5.4.1  recipient ADDRESS | 550 | 5.4.1 Recipient   address rejected              | true
            550-5.4.1 Recipient        | 550 | 550-5.4.1 Recipient\\n550 5.4.1 address rejected   | true
            550 5.4.1 Recipient address | 550 | 550-5.4.1 Recipient\\n550 5.4.1 address rejected  | true
            550 5.4.1 Recipient address | 550 | 5.4.1 Recipient\\n5.4.1 address rejected          | true
            550 Recipient address      | 550 | Recipient\\naddress rejected                       | true
            550 Recipient address      | 550 | 550-Recipient\\n550 address rejected               | true
            550 Recipient address      | 550 | 550-\\n550-\\n550 Recipient address                | true
            554                        | 554 | anything                                           | true
            554                        | 554 | ''                                                 | true
            550 5.4.1                  | 550 | 5.4.10 Something else                              | false
            550 5.4.1                  | 554 | 5.4.1 Recipient address rejected                   | false
            550 5.4.1                  | 450 | 5.4.1 Recipient address rejected                   | false
            550 5.4.1                  | 550 | Rejected 5.4.1                                     | false
            550 5.4.1 Recipient        | 550 | 5.4.1                                              | false
            550 Rec                    | 550 | 5.4.1 Recipient                                    | false
            """)
    void replyShouldBeginSoWhateverItsCaseAndWhiteSpace(String beginning, int code, String lines, boolean so) {
        assertThat(ReplyBeginning.parse(beginning).isOf(code, lines.replace("\\n", "\n")))
                .isEqualTo(so);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "450 4.1.1", "250", "55", "5555", "5.1.1", "unknown user", "550: no", "x 550"})
    void textWithoutAPermanentCodeInFrontShouldBeRefused(String text) {
        assertThatThrownBy(() -> ReplyBeginning.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' does not begin with a 5yz code and a space");
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 utilisateur inconnu \u00e0 Paris", "550 \u0007"})
    void textBeyondPrintableAsciiShouldBeRefused(String text) {
        assertThatThrownBy(() -> ReplyBeginning.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds a character that is not printable ASCII");
    }
}

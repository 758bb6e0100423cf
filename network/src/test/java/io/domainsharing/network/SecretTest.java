// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    @ParameterizedTest
    @ValueSource(strings = {"!", "~", "01234567890123456789012345678901234567890123456789"})
    void secretShouldBeOneToFiftyVisibleCharacters(String text) {
        assertThat(new Secret(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "a\u007f",
                "gehe\u00efm",
                "012345678901234567890123456789012345678901234567890"
            })
    void secretShouldBeRefusedWithoutShowingItWhenItIsAnythingElse(String text) {
        assertThatThrownBy(() -> new Secret(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a secret is 1 to 50 visible ASCII characters, without spaces; this one is not");
    }

    @Test
    void secretShouldBeWeakWhenShorterThanSixteenCharacters() {
        assertThat(new Secret("123456789012345").isWeak()).isTrue();
        assertThat(new Secret("1234567890123456").isWeak()).isFalse();
    }

    @Test
    void secretShouldNotShowItselfAsText() {
        assertThat(new Secret("ThisIsASharedSecret")).hasToString("***");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTlsTest {
    private static final String SHA256 = "0123456789abcdef".repeat(4);

    @Test
    void wordsShouldBeReadAndWrittenAsTheyAre() {
        assertThat(PeerTls.parse("opportunistic"))
                .isEqualTo(PeerTls.DEFAULT)
                .extracting(PeerTls::text)
                .isEqualTo("opportunistic");
        assertThat(PeerTls.parse("required"))
                .isEqualTo(new PeerTls.Required())
                .extracting(PeerTls::text)
                .isEqualTo("required");
    }

    @Test
    void fingerprintShouldBeTheSameInEveryFormThatOpensslAndOthersPrint() {
        String colons = SHA256.replaceAll("(..)(?!$)", "$1:");

        assertThat(PeerTls.parse(SHA256)).isEqualTo(new PeerTls.Pinned(SHA256));
        assertThat(PeerTls.parse(SHA256.toUpperCase(Locale.ROOT))).isEqualTo(new PeerTls.Pinned(SHA256));
        assertThat(PeerTls.parse(colons)).isEqualTo(new PeerTls.Pinned(SHA256));
        assertThat(PeerTls.parse(colons.toUpperCase(Locale.ROOT)).text()).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "OPPORTUNISTIC",
                "true",
                // SHA-1
                "0123456789abcdef0123456789abcdef01234567",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
                "0123:456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void anythingElseShouldBeRefused(String text) {
        assertThatThrownBy(() -> PeerTls.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is neither opportunistic nor required nor the SHA-256 of a certificate");
    }
}

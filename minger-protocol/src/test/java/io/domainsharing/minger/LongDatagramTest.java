// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No datagram is so long; the readers do not count on it. */
class LongDatagramTest {
    private static final int MEGABYTE = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "@", "a@", "\"", "\\", "a ", " 3", "=", "<", "\u0000", "\u00ff", "\n"})
    void megabyteShouldBeReadWithinSeconds(String part) {
        for (String prefix : new String[] {"", "bob@example.com ", "\""}) {
            byte[] datagram = (prefix + part.repeat(MEGABYTE / part.length())).getBytes(StandardCharsets.ISO_8859_1);

            assertThat(assertTimeoutPreemptively(PATIENCE, () -> QueryReader.read(datagram)))
                    .isNotNull();
            assertThat(assertTimeoutPreemptively(PATIENCE, () -> ResponseReader.read(datagram)))
                    .isNotNull();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongReplyTest {
    private static final int MEGABYTE = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {"a", "250-a\r\n", "250 a\r\n", "\r", "\n", " ", "\u00e9", "250-SIZE 1\r\n"})
    void megabyteShouldBeReadWithinSeconds(String part) {
        String text = "250-" + part.repeat(MEGABYTE / part.length());

        assertThat(assertTimeoutPreemptively(PATIENCE, () -> new ReplyReader()
                        .read(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AUTH ", "SIZE=", " ", "=", "1", "="})
    void megabyteOfKeywordsShouldBeReadWithinSeconds(String part) {
        String line = part.repeat(MEGABYTE / part.length());
        Extensions extensions = assertTimeoutPreemptively(
                PATIENCE, () -> Extensions.of(new SmtpReply(250, Collections.nCopies(3, "AUTH " + line))));

        assertThat(assertTimeoutPreemptively(PATIENCE, () -> extensions.wordsOf("AUTH")))
                .isNotNull();
        assertThat(assertTimeoutPreemptively(PATIENCE, extensions::limit)).isEmpty();
    }

    @Test
    void longHeloNameShouldBeLookedAtWithinSeconds() {
        assertThat(assertTimeoutPreemptively(PATIENCE, () -> SmtpClientConfiguration.isHeloName("a.".repeat(MEGABYTE))))
                .isFalse();
    }
}

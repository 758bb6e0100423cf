// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import javax.mail.internet.InternetHeaders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("L1")
class ReceivedLinesTest {
    private static final String BODY = "\r\nReceived: in the body\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Received: a\r\nReceived: b\r\n",
                "Received:\r\nSubject: x\r\nReceived: b\r\n",
                "Received: a\r\n Received: folded\r\nReceived : b\r\n",
                "Received: a\nReceived: b\n",
                "Received: a\rReceived: b\r\n",
                "no field at all\r\nReceived: a\r\r\nReceived: b\r\n",
                "\tcontinues nothing\r\nReceived: a\r\nX-Received: no\r\nReceive: no\r\nReceived: b\r\n",
            })
    void fieldsShouldBeCountedAsJavaMailFindsThem(String header) throws Exception {
        String[] found = new InternetHeaders(new ByteArrayInputStream((header + BODY).getBytes(ISO_8859_1)))
                .getHeader("Received");

        assertThat(found).hasSize(2);
        assertThat(areAtLeast(2, header + BODY)).isTrue();
        assertThat(areAtLeast(3, header + BODY)).isFalse();
    }

    @Test
    void fieldsShouldBeCountedWhateverTheCaseOfTheirName() throws Exception {
        assertThat(areAtLeast(2, "RECEIVED: a\r\nreceived: b\r\n\r\n")).isTrue();
    }

    @Test
    void fieldsShouldBeCountedBehindMegabytesOfOthers() throws Exception {
        String others = String.join("", Collections.nCopies(40_000, "X-Long: " + "x".repeat(60) + "\r\n"));

        assertThat(areAtLeast(2, others + "Received: a\r\nReceived: b\r\n\r\n")).isTrue();
    }

    @Test
    void headerShouldHaveNoneWhenItIsEmpty() throws Exception {
        assertThat(areAtLeast(1, "")).isFalse();
        assertThat(areAtLeast(1, "\r\nReceived: body\r\n")).isFalse();
        assertThat(areAtLeast(1, "Received")).isFalse();
    }

    private static boolean areAtLeast(int limit, String message) throws IOException {
        return ReceivedLines.areAtLeast(limit, new ByteArrayInputStream(message.getBytes(ISO_8859_1)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import javax.mail.internet.MimeUtility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("D9")
class QuotedPrintableTest {
    private static final String ALPHABET = "=== \r\n\nAa09xf";

    @ParameterizedTest
    @CsvSource({
        "'a=C3=A9=3d', 'a\u00c3\u00a9='",
        "'one =\r\n two', 'one  two'",
        "'one=\ntwo=\rthree=', 'onetwothree'",
        "'=\r\n=\r\n=\r\nx', 'x'",
        "'a  \r\n b \n  ', 'a\r\n b\n'",
        "'=4', '=4'",
        "'=XY=4=41', '=XY=4A'",
        "'', ''"
    })
    void textShouldBeDecoded(String encoded, String text) throws Exception {
        assertThat(decoded(new QuotedPrintable(octets(encoded)))).isEqualTo(text);
    }

    @Test
    void textShouldBeTheSameAsByJakartaMail() throws Exception {
        Random random = new Random(20261130);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            // Behind the end nobody knows what an escape would have been.
            String encoded = text + ".\r\n";

            assertThat(decoded(new QuotedPrintable(octets(encoded))))
                    .as(encoded)
                    .isEqualTo(decoded(MimeUtility.decode(octets(encoded), "quoted-printable")));
        }
    }

    private static ByteArrayInputStream octets(String text) {
        return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    }

    private static String decoded(InputStream in) throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("H1")
class MessageHeadTest {
    private static final String NAME = "X-Domain-Sharing";
    /** Many times what one pass over a megabyte takes, and a fraction of what a second pass for each line would. */
    private static final Duration LINEAR = Duration.ofSeconds(5);

    @Test
    void valueShouldBeUnfoldedWhateverTheCaseOfItsName() throws Exception {
        assertThat(values("x-domain-SHARING : node=a;\r\n\tpeer=b;\r\n hop=1 \r\n\r\nX-Domain-Sharing: body\r\n"))
                .containsExactly("node=a;\tpeer=b; hop=1");
    }

    @Test
    void fieldsShouldTellTheirPlaceBetweenTheReceivedFields() throws Exception {
        MessageHead head = read(
                """
                Received: by here
                X-Domain-Sharing: of the client
                Subject: x
                received: by the client
                X-Domain-Sharing: of a stranger
                Received: by a stranger
                """);

        assertThat(head.received()).isEqualTo(3);
        assertThat(head.fields(NAME)).extracting(HeaderField::block).containsExactly(1, 2);
        assertThat(head.topmostValues(NAME)).containsExactly("of the client");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " begins with a continuation\r\n",
                "no colon here\r\n and continued: x\r\n",
                ": no name\r\n",
                "From someone@example.com Mon Jan  1 10:00:00 2026\r\n",
                "Subject: Gr\u00fc\u00dfe\r\n",
                "Gr\u00fc\u00dfe: x\r\n",
                "A: bare\rcarriage\rreturn\r\n",
                "A: \0\r\n",
                "Content-Type: application/pdf; name=Mise en Demeure.pdf\r\n"
            })
    void fieldShouldBeFoundBehindALineThatIsNone(String line) throws Exception {
        assertThat(values(line + NAME + ": found\r\n\r\n")).containsExactly("found");
        assertThat(values(NAME + ": found\r\n" + line)).hasSize(1);
    }

    @Test
    void headerShouldEndAtTheFirstEmptyLine() throws Exception {
        assertThat(values("A: x\n\n" + NAME + ": body\n")).isEmpty();
        assertThat(values("\r\n" + NAME + ": body\r\n")).isEmpty();
        assertThat(values("")).isEmpty();
    }

    @Test
    void valueLongerThanOursCanBeShouldBeLeftOut() throws Exception {
        String longest = "a".repeat(MessageHead.LONGEST_VALUE);

        assertThat(values(NAME + ":" + longest + "\r\n\r\n")).containsExactly(longest);
        assertThat(values(NAME + ":" + longest + "a\r\n" + NAME + ": short\r\n\r\n"))
                .containsExactly("short");
    }

    @Test
    void fieldsBeyondTheBoundsShouldNotBeRead() throws Exception {
        assertThat(values("A: b\r\n".repeat(MessageHead.MOST_FIELDS) + NAME + ": x\r\n"))
                .isEmpty();
        assertThat(values("A: " + "b".repeat(MessageHead.MOST_OCTETS) + "\r\n" + NAME + ": x\r\n"))
                .isEmpty();
        String upToTheBound = "A: " + "b".repeat(MessageHead.MOST_OCTETS - NAME.length() - 10) + "\r\n";
        assertThat(values(upToTheBound + NAME + ": cut off in the middle\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n a",
                "\r\n\t",
                "\r",
                "\n ",
                " ",
                "a",
                "\r\nX-Domain-Sharing:",
                "\r\na:",
                "\r\n:",
                "\0",
                "\r\r\n "
            })
    void megabyteOfForeignTextShouldBeReadInOnePass(String piece) {
        String text = NAME + ": node=" + piece.repeat(1024 * 1024 / piece.length()) + "\r\n\r\n";

        Assertions.assertTimeoutPreemptively(LINEAR, () -> read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A: x\r\n", "A: x\n b\n", "no field\r\n", "", "A: b\r\rc\r\n"})
    void bodyShouldFollowTheHeaderHoweverLongThatIs(String lines) throws Exception {
        for (String head : List.of(lines, lines + "B: ".repeat(600_000) + "\r\n", "A: b\n".repeat(12_000) + lines)) {
            for (String end : List.of("\r\n", "\n")) {
                BufferedInputStream octets = new BufferedInputStream(
                        new ByteArrayInputStream((head + end + "body\r\n\r\nmore").getBytes(ISO_8859_1)));

                MessageHead.readUpToBody(octets, NAME);

                assertThat(new String(octets.readAllBytes(), ISO_8859_1)).isEqualTo("body\r\n\r\nmore");
            }
        }
    }

    @Test
    void noOctetsShouldBeTooStrangeToRead() {
        Random random = new Random(20261130);
        String pieces = "\r\n\r\n\r\n \t:::aR\u00e4\0=;";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(200), 0, pieces.length()).forEach(at -> text.append(pieces.charAt(at)));
            assertThatCode(() -> read(text.toString())).as(text.toString()).doesNotThrowAnyException();
        }
    }

    private static List<String> values(String text) throws IOException {
        return read(text).values(NAME);
    }

    private static MessageHead read(String text) throws IOException {
        return MessageHead.read(new BufferedInputStream(new ByteArrayInputStream(text.getBytes(ISO_8859_1))), NAME);
    }
}

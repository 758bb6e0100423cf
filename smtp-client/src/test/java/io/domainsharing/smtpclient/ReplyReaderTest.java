// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.ReplyReading.Complete;
import io.domainsharing.smtpclient.ReplyReading.Incomplete;
import io.domainsharing.smtpclient.ReplyReading.Unreadable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("V1")
class ReplyReaderTest {
    private final ReplyReader reader = new ReplyReader();

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private ReplyReading read(String text) {
        return reader.read(bytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 ok\r\n", "250\r\n", "250 \r\n", "250-a\r\n250 b\r\n", "599 x\ty\r\n"})
    void replyOfTheGrammarShouldBeRead(String text) {
        assertThat(read(text)).isInstanceOf(Complete.class);
    }

    @Test
    void linesShouldLoseTheirCodes() {
        assertThat(read("550-5.1.1 no\r\n550-\r\n550 such user\r\n"))
                .isEqualTo(new Complete(new SmtpReply(550, List.of("5.1.1 no", "", "such user"))));
    }

    @ParameterizedTest
    @CsvSource({
        "250 caf\u00e9, caf\\xE9",
        "550 5.1.1 \u00c3\u00a9, 5.1.1 \\xC3\\xA9",
        "250 a\u007fb, a\\x7Fb",
        "250 a\u001b[2J, a\\x1B[2J"
    })
    void textShouldBeEscapedAndTheCodeCountWhenItIsNotAscii(String line, String text) {
        assertThat(read(line + "\r\n"))
                .isEqualTo(new Complete(new SmtpReply(Integer.parseInt(line.substring(0, 3)), List.of(text))));
    }

    @Test
    void everyLineShouldBeEscapedAndCount() {
        assertThat(read("550-5.1.1 Bo\u00eete\r\n550-\u0000\r\n550 5.1.1 inconnue\r\n"))
                .isEqualTo(new Complete(new SmtpReply(550, List.of("5.1.1 Bo\\xEEte", "\\x00", "5.1.1 inconnue"))));
    }

    @Test
    void replyShouldBeReadByteForByteAndWhatFollowsBeLeft() {
        ByteBuf two = bytes("250-a\r\n250 b\r\n221 bye\r\n");
        ReplyReading reading = new Incomplete();
        int read = 0;
        while (reading instanceof Incomplete) {
            reading = reader.read(two.readSlice(1));
            read++;
        }

        assertThat(reading).isEqualTo(new Complete(new SmtpReply(250, List.of("a", "b"))));
        assertThat(read).isEqualTo("250-a\r\n250 b\r\n".length());
        assertThat(reader.isInReply()).isFalse();
        assertThat(reader.read(two)).isEqualTo(new Complete(new SmtpReply(221, List.of("bye"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n",
                "25 x\r\n",
                "2500 x\r\n",
                "150 x\r\n",
                "650 x\r\n",
                "25a x\r\n",
                "250_x\r\n",
                "\r\n",
                "250-a\r\n251 b\r\n",
                "250-a\r\nfree text\r\n",
                "250 a\n",
                "250 a\rb\r\n",
                "\u00e9250 ok\r\n",
                "2\u00e95 ok\r\n",
                "250\u00e9ok\r\n",
                "250-a\r\n\u00e9250 b\r\n",
                "\u0000250 ok\r\n",
                "250\u0007\r\n",
                "HTTP/1.1 400 Bad Request\r\n"
            })
    void whatIsNoReplyShouldBeRefusedAndShownEscaped(String text) {
        assertThat(read(text)).isInstanceOfSatisfying(Unreadable.class, unreadable -> assertThat(unreadable.why())
                .matches("[ -~]{1,300}"));
    }

    @Test
    void lineOfTenMegabytesShouldBeRefusedAtItsFirstKilobyte() {
        ByteBuf huge = Unpooled.buffer(10_000_000);
        huge.writeBytes(bytes("250 ")).writeBytes("a".repeat(10_000_000).getBytes(StandardCharsets.US_ASCII));

        assertThat(reader.read(huge))
                .isInstanceOfSatisfying(Unreadable.class, unreadable -> assertThat(unreadable.why())
                        .contains("longer than 1024"));
        assertThat(huge.readerIndex()).isEqualTo(ReplyReader.LONGEST_LINE + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250-\r\n", "250-x\r\n"})
    void endlessReplyShouldBeRefused(String line) {
        ReplyReading reading = new Incomplete();
        int lines = 0;
        while (reading instanceof Incomplete) {
            reading = read(line);
            lines++;
        }

        assertThat(reading).isInstanceOf(Unreadable.class);
        assertThat(lines).isEqualTo(ReplyReader.MOST_LINES);
    }

    @Test
    void replyOfManyLongLinesShouldBeRefused() {
        ReplyReading reading = new Incomplete();
        int lines = 0;
        while (reading instanceof Incomplete) {
            reading = read("250-" + "x".repeat(996) + "\r\n");
            lines++;
        }

        assertThat(reading).isInstanceOf(Unreadable.class);
        assertThat(lines).isLessThanOrEqualTo(ReplyReader.LONGEST_REPLY / 1000 + 1);
    }

    @Test
    void replyShouldBeShownOnOneLineAndCut() {
        assertThat(new SmtpReply(550, List.of("a\tb", "c"))).hasToString("550 a b / c");
        assertThat(new SmtpReply(550, List.of("x".repeat(900))).toString()).hasSizeLessThan(210);
    }
}

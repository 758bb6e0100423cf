// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a message goes over the wire. In the tables {@code N} is CRLF, {@code R} a bare CR, {@code L} a bare LF, {@code T} a tab. */
@Tag("D7")
class MessageEncoderTest {
    /** Bits of messages that matter to the rules, so that chance puts them side by side. */
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        ".",
        "..",
        "\r\n.\r\n",
        "\n.\n",
        "Bcc:",
        "bCC: a@b",
        "Bcc \t:",
        "Bcc",
        "Subject: x",
        " ",
        "\t",
        "\u00e9",
        "\r\n\r\n",
        "\n\n",
        ":",
        "body",
        "\0"
    };

    private static final Pattern BCC = Pattern.compile("(?i)bcc[ \\t]*:");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
            A: bNNbodyN|A: bNNbodyN
            A: bLLbodyL|A: bNNbodyN
            A: bNNbody|A: bNNbodyN
            A: bNN.N..N.aN|A: bNN..N...N..aN
            A: bNNaL.L|A: bNNaN..N
            A: bNNaR.RbN|A: bNNaR.RbN
            A: bNNaR|A: bNNaRN
            .A: bNNaN|..A: bNNaN
            N.N|N..N
            """)
    void messageShouldGoAsItCameButForLineEndsAndDots(String message, String wire) {
        assertThat(encode(true, octets(message), 1000)).isEqualTo(octets(wire));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            textBlock =
                    """
            A: bNBcc: cNC: dNNbodyN|A: bNC: dNNbodyN
            bcc: cN dNTeNA: bNNbodyN|A: bNNbodyN
            A: bNBCC T: cLA: dLLbodyL|A: bNA: dNNbodyN
            A: bNBcc:NNBcc: inside the bodyN|A: bNNBcc: inside the bodyN
            A: bN Bcc: part of A: bNNbodyN|A: bN Bcc: part of A: bNNbodyN
            Bccc: cNBc: dNX-Bcc: eNBcc fNNbodyN|Bccc: cNBc: dNX-Bcc: eNBcc fNNbodyN
            NBcc: bodyN|NBcc: bodyN
            A: bNBcc|A: bNBccN
            A: bNBcc: c|A: bN
            A: bNRBcc: cNNbodyN|A: bNRBcc: cNNbodyN
            """)
    void bccShouldStayHereWithItsContinuationLines(String message, String wire) {
        assertThat(encode(true, octets(message), 1000)).isEqualTo(octets(wire));
    }

    @Test
    void anyChunksShouldComeToTheSame() {
        Random random = new Random(20261130);
        IntStream.range(0, 20_000).forEach(round -> {
            String message = any(random);
            assertThat(encode(true, message, 1 + random.nextInt(7)))
                    .as(message)
                    .isEqualTo(encode(true, message, Integer.MAX_VALUE));
        });
    }

    @Test
    void receiverShouldReadTheMessageWithoutItsBccAndNothingAfterIt() {
        Random random = new Random(5321);
        IntStream.range(0, 20_000).forEach(round -> {
            String message = any(random);
            String wire = encode(true, message, 1 + random.nextInt(9));

            assertThat(wire).as(message).doesNotContainPattern("(?s)(^|\r\n)\\.\r\n");
            assertThat(wire.replace("\r\n", "")).as(message).doesNotContain("\n");
            String received = Pattern.compile("(?m)^\\.", Pattern.UNIX_LINES)
                    .matcher(wire)
                    .replaceAll("");
            assertThat(received).as(message).isEqualTo(expected(message));
            assertThat(encode(false, message, 4)).as(message).isEqualTo(expected(message));
        });
    }

    @Test
    void eightBitShouldBeToldOfHeadersAndBody() {
        assertThat(facts("A: \u00e9\r\n\r\nbody"))
                .extracting(Content.Facts::eightBit, Content.Facts::eightBitBody)
                .containsExactly(true, false);
        assertThat(facts("A: b\r\n\r\n\u00e9"))
                .extracting(Content.Facts::eightBit, Content.Facts::eightBitBody)
                .containsExactly(true, true);
        assertThat(facts("Bcc: \u00e9\r\nA: b\r\n\r\nbody"))
                .isEqualTo(new Content.Facts("A: b\r\n\r\nbody\r\n".length(), false, false));
        assertThat(facts("A: b\n\n.\n").octets()).isEqualTo("A: b\r\n\r\n.\r\n".length());
    }

    /** The same by other means: whole, with strings. */
    private static String expected(String message) {
        String text = message.replaceAll("(?<!\r)\n", "\r\n");
        StringBuilder wire = new StringBuilder();
        boolean inHeaders = true;
        boolean left = false;
        for (String line : text.split("(?<=\n)", -1)) {
            if (line.equals("\r\n")) {
                inHeaders = false;
            }
            if (inHeaders) {
                boolean continues = line.startsWith(" ") || line.startsWith("\t");
                left = continues ? left : BCC.matcher(line).lookingAt();
            }
            if (!inHeaders || !left) {
                wire.append(line);
            }
        }
        return wire.length() == 0 || wire.toString().endsWith("\r\n") ? wire.toString() : wire + "\r\n";
    }

    private static String any(Random random) {
        StringBuilder message = new StringBuilder();
        for (int pieces = random.nextInt(14); pieces > 0; pieces--) {
            message.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return message.toString();
    }

    private static Content.Facts facts(String message) {
        try {
            return Content.of(() -> new ByteArrayInputStream(message.getBytes(ISO_8859_1)))
                    .facts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String octets(String table) {
        return table.replace("N", "\r\n").replace("R", "\r").replace("L", "\n").replace("T", "\t");
    }

    private static String encode(boolean stuffing, String message, int chunk) {
        byte[] octets = message.getBytes(ISO_8859_1);
        MessageEncoder encoder = new MessageEncoder(stuffing);
        ByteBuf out = Unpooled.buffer();
        for (int from = 0; from < octets.length; from += Math.min(chunk, octets.length - from)) {
            byte[] part =
                    Arrays.copyOfRange(octets, from, Math.min(octets.length, from + Math.min(chunk, octets.length)));
            encoder.encode(part, part.length, out);
        }
        encoder.finish(out);
        return out.toString(ISO_8859_1);
    }
}

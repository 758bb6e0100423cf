// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.ReplyReading.Complete;
import io.domainsharing.smtpclient.ReplyReading.Incomplete;
import io.domainsharing.smtpclient.ReplyReading.Unreadable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server sends: a bounded reply of the grammar or a refusal, and the same however the bytes are cut. */
@Tag("V1")
class ReplyReaderFuzzTest {
    private static final int INPUTS = 200_000;
    private static final List<String> PIECES = List.of(
            "250",
            "550",
            "421",
            "199",
            "600",
            "-",
            " ",
            "\r\n",
            "\r",
            "\n",
            "5.1.1",
            "ok",
            "\u0000",
            "\u001b[0m",
            "\t",
            "\u00ff",
            "250-x\r\n",
            "250 x\r\n");
    private static final List<String> LONG_PIECES = List.of("x".repeat(500), "250-" + "y".repeat(900) + "\r\n");

    @ParameterizedTest
    @ValueSource(longs = {1, 20_251_122})
    void readerShouldGiveAReplyOfTheGrammarOrRefuse(long seed) {
        Random random = new Random(seed);
        int complete = 0;
        int refused = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = input(random);
            List<ReplyReading> whole = read(List.of(Unpooled.wrappedBuffer(input)));
            assertThat(read(cut(input, random))).isEqualTo(whole);
            for (ReplyReading reading : whole) {
                if (reading instanceof Complete done) {
                    complete++;
                    check(done.reply());
                } else if (reading instanceof Unreadable unreadable) {
                    refused++;
                    assertPrintable(unreadable.why());
                }
            }
        }
        assertThat(complete).as("replies").isGreaterThan(INPUTS / 100);
        assertThat(refused).as("refusals").isGreaterThan(INPUTS / 10);
    }

    private static byte[] input(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int pieces = random.nextInt(12);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(8) == 0) {
                bytes.write(random.nextInt(256));
            } else if (random.nextInt(40) == 0) {
                bytes.writeBytes(LONG_PIECES
                        .get(random.nextInt(2))
                        .repeat(1 + random.nextInt(12))
                        .getBytes(StandardCharsets.ISO_8859_1));
            } else {
                bytes.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }

    private static List<ByteBuf> cut(byte[] input, Random random) {
        List<ByteBuf> parts = new ArrayList<>();
        int from = 0;
        while (from < input.length) {
            int length = Math.min(input.length - from, 1 + random.nextInt(60));
            parts.add(Unpooled.wrappedBuffer(input, from, length));
            from += length;
        }
        return parts;
    }

    /** Until the first refusal, as a connection does. */
    private static List<ReplyReading> read(List<ByteBuf> parts) {
        ReplyReader reader = new ReplyReader();
        List<ReplyReading> readings = new ArrayList<>();
        for (ByteBuf part : parts) {
            while (part.isReadable()) {
                ReplyReading reading = reader.read(part);
                if (!(reading instanceof Incomplete)) {
                    readings.add(reading);
                }
                if (reading instanceof Unreadable) {
                    return readings;
                }
            }
        }
        return readings;
    }

    private static void check(SmtpReply reply) {
        assertThat(reply.code()).isBetween(200, 599);
        assertThat(reply.lines()).hasSizeLessThanOrEqualTo(ReplyReader.MOST_LINES);
        int total = 0;
        for (String line : reply.lines()) {
            total += line.length();
            assertPrintable(line.replace('\t', ' '));
        }
        // An escaped octet is four characters.
        assertThat(total).isLessThanOrEqualTo(4 * ReplyReader.LONGEST_REPLY);
        assertPrintable(reply.toString());
    }

    private static void assertPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                throw new AssertionError("not printable at " + i + " of '" + text + "'");
            }
        }
    }
}

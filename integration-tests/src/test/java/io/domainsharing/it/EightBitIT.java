// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import javax.mail.Multipart;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host that does not offer 8BITMIME (RFC 6152) gets text of 8 bits so that it means the same in 7 bits; and as it came where
 * nobody can say what it means.
 */
@Tag("H1")
@ExtendWith({NoLeftovers.class, CorpusServers.Shared.class})
class EightBitIT {
    private static final String HEAD = "From: ann@example.net\nSubject: caf\u00c3\u00a9\nMIME-Version: 1.0\n";

    private static CorpusServers servers;

    @BeforeAll
    static void sendAll(CorpusServers shared) {
        servers = shared;
        List<CorpusMessage> all =
                Stream.concat(clear().stream(), unclear().stream()).toList();
        for (CorpusMessage message : all) {
            assertThat(servers.send(message.sent(), sender(message), CorpusServers.OLD_CUSTOMER)
                            .code())
                    .isEqualTo(250);
        }
        CorpusServers.settle(() -> all.stream()
                .noneMatch(message ->
                        servers.oldCustomer.takenFrom(sender(message)).isEmpty()));
    }

    static List<CorpusMessage> clear() {
        return List.of(
                CorpusMessage.of(
                        "text",
                        HEAD + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                                + "caf\u00c3\u00a9\n.\nFrom here\n"),
                CorpusMessage.of(
                        "latin-1",
                        HEAD + "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
                                + "caf\u00e9 \n\n"),
                CorpusMessage.of(
                        "parts",
                        HEAD + "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
                                + "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                                + "<p>\u00c3\u00a9</p>\n--x\nContent-Type: text/plain\n\n7 bits\n--x\n"
                                + "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n"
                                + "w6k=\n--x--\n"),
                CorpusMessage.of(
                        "seven-bits",
                        "From: ann@example.net\nMIME-Version: 1.0\nContent-Type: text/plain\n\nas it came\n"));
    }

    static List<CorpusMessage> unclear() {
        return Stream.of(
                        CorpusMessage.of("without-mime", "From: ann@example.net\nSubject: x\n\ncaf\u00e9\n"),
                        CorpusMessage.of(
                                "broken-type", HEAD + "Content-Type: text/plain; name=A B \u00e9\n\ncaf\u00c3\u00a9\n"),
                        CorpusMessage.of(
                                "broken-parts", HEAD + "Content-Type: multipart/mixed\n\n--x\n\ncaf\u00e9\n--x--\n"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("clear")
    void textShouldMeanTheSameWhereTheHostKnowsNoEightBits(CorpusMessage message) throws Exception {
        String arrived = arrived(message);

        assertThat(body(arrived).chars()).as(CorpusMessage.shown(arrived)).allMatch(octet -> octet < 128);
        assertThat(leaves(arrived)).isEqualTo(leaves(message.arriving()));
    }

    @ParameterizedTest
    @MethodSource("unclear")
    void octetsShouldBeReadableWhereNobodyCanSayWhatTheyMean(CorpusMessage message) throws Exception {
        String arrived = arrived(message);

        if (body(arrived).chars().anyMatch(octet -> octet > 127)) {
            assertThat(body(arrived)).isEqualTo(body(message.arriving()));
        } else {
            assertThat(leaves(arrived)).isEqualTo(leaves(message.arriving()));
        }
    }

    private static String arrived(CorpusMessage message) {
        List<Taken> taken = servers.oldCustomer.takenFrom(sender(message));
        assertThat(taken).hasSize(1);
        return taken.get(0).head();
    }

    private static String sender(CorpusMessage message) {
        return "eight-" + message.name() + "@example.net";
    }

    private static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n"));
    }

    /** Type and octets of each part that has no parts, decoded. */
    private static List<String> leaves(String octets) throws MessagingException, IOException {
        List<String> leaves = new ArrayList<>();
        collect(
                new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1))),
                leaves);
        return leaves;
    }

    private static void collect(Part part, List<String> leaves) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i), leaves);
            }
        } else {
            byte[] decoded = part.getInputStream().readAllBytes();
            leaves.add(part.getContentType() + ' ' + HexFormat.of().formatHex(decoded));
        }
    }
}

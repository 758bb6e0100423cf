// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import static io.domainsharing.ownership.LongTextContract.MEGABYTE;
import static io.domainsharing.ownership.LongTextContract.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.common.collect.Lists;
import io.domainsharing.mailets.delivery.Mails;
import io.domainsharing.mailets.list.Fingerprint;
import io.domainsharing.mailets.list.ListMark;
import io.domainsharing.mailets.transport.SevenBit;
import io.domainsharing.ownership.SameHash;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails of a megabyte of the worst, in header, body and MIME. */
@Tag("O3")
class LongMailTest {
    private static final String EIGHT_BIT = "Content-Type: text/plain; charset=utf-8\r\n\r\n\u00c3\u00a9\r\n";

    private static MailImpl mail(String message) throws Exception {
        return Mails.arriving(message, "sender@elsewhere.example", "bob@example.com");
    }

    private static Optional<byte[]> inSevenBit(String message) throws Exception {
        MailImpl mail = mail("MIME-Version: 1.0\r\n" + message);
        return assertTimeoutPreemptively(PATIENCE, () -> SevenBit.of(mail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "signed", "alternative"})
    void partsInPartsShouldBeLeftAloneWhenThereAreVeryMany(String type) throws Exception {
        String part = "Content-Type: multipart/" + type + "; boundary=b#\r\n\r\n--b#\r\n";
        String nested = IntStream.range(0, MEGABYTE / part.length())
                .mapToObj(i -> part.replace("#", String.valueOf(i)))
                .collect(Collectors.joining());

        assertThat(inSevenBit(nested + EIGHT_BIT)).isEmpty();
        assertThat(inSevenBit("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + EIGHT_BIT + "\r\n--x\r\n"
                        + nested + "\r\n\r\n--x--\r\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "signed"})
    void boundaryOfAMegabyteShouldBeLeftAlone(String type) throws Exception {
        String boundary = "a".repeat(MEGABYTE / 2);

        assertThat(inSevenBit("Content-Type: multipart/" + type + "; boundary=" + boundary + "\r\n\r\n--" + boundary
                        + "\r\n" + EIGHT_BIT))
                .isEmpty();
        assertThat(inSevenBit("Content-Type: multipart/" + type + "\r\n\r\n--" + boundary + "\r\n" + EIGHT_BIT + "--"
                        + boundary))
                .isEmpty();
    }

    @Test
    void veryManyPartsShouldAllBeConverted() throws Exception {
        String part = "--b\r\n" + EIGHT_BIT;
        String message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(MEGABYTE / part.length() / 4)
                + "--b--\r\n";

        assertThat(inSevenBit(message))
                .hasValueSatisfying(converted -> assertThat(converted).hasSizeGreaterThan(MEGABYTE / 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", ";", "a=b;", "\r\n ", "\"", "\\", "(", "a*0=b;", "\u00e9", "a/", "=?", "\r\na:b"})
    void headerOfAMegabyteShouldBeReadWithinSeconds(String piece) throws Exception {
        String repeated = piece.repeat(MEGABYTE / piece.length());
        MailImpl mail = mail(
                "Content-Type: text/plain; " + repeated + "\r\n" + "Subject: " + repeated + "\r\n\r\n\u00c3\u00a9\r\n");

        assertTimeoutPreemptively(PATIENCE, () -> SevenBit.of(mail));
        assertThat(assertTimeoutPreemptively(PATIENCE, () -> Fingerprint.of(mail, "id")))
                .isEqualTo(Fingerprint.of(mail, "id"))
                .hasSize(43);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quoted-printable", "8bit"})
    void bodyOfAMegabyteShouldBeReadWithinSeconds(String encoding) throws Exception {
        for (String piece : List.of("a", "=", "=\r\n", "\n", "\r", " ", "=\r", "\r\n", "\u00e9", "====", "a=")) {
            String body = piece.repeat(MEGABYTE / piece.length());
            MailImpl mail = mail("Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "x");
            MailImpl other = mail("Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + body + "y");

            assertThat(assertTimeoutPreemptively(PATIENCE, () -> Fingerprint.of(mail, "id")))
                    .as(piece)
                    .isNotEqualTo(Fingerprint.of(other, "id"))
                    .hasSize(43);
        }
    }

    @Test
    void base64OfAMegabyteShouldBeReadWithinSeconds() throws Exception {
        for (String piece : List.of("a", "=", "\n", "\r", " ", "\r\n", "\u00e9", "====", "a=", "YWJj")) {
            MailImpl mail = mail("Content-Transfer-Encoding: base64\r\n\r\n" + piece.repeat(MEGABYTE / piece.length()));

            assertThat(assertTimeoutPreemptively(PATIENCE, () -> Fingerprint.of(mail, "id")))
                    .as(piece)
                    .isNotEqualTo(Fingerprint.of(mail, "another"))
                    .hasSize(43);
        }
    }

    @Test
    void servedTokensShouldCountUpToTheirBoundWhenAHeaderHasVeryMany() throws Exception {
        List<String> tokens = SameHash.words(30_000, "Aa", "BB");
        String lines = Lists.partition(tokens, 1_000).stream()
                .map(some -> "X-Domain-Sharing-List: served=" + String.join(" ", some) + "\r\n")
                .collect(Collectors.joining());
        MailImpl mail = Mails.fromPeer(
                "Received: from x by y\r\nX-Domain-Sharing-List: copy=list; list=sales@example.com\r\n" + lines
                        + "\r\n",
                "a@example.com",
                "b@example.com");

        assertThat(assertTimeoutPreemptively(PATIENCE, () -> ListMark.of(mail)))
                .hasValueSatisfying(mark -> assertThat(mark.served())
                        .hasSize(ListMark.MOST_SERVED)
                        .isSubsetOf(tokens.subList(0, ListMark.MOST_SERVED)));
    }

    @Test
    void veryManyListsShouldBeReadWithinSeconds() throws Exception {
        String lines = IntStream.range(0, 15_000)
                .mapToObj(i -> "X-Domain-Sharing-List: copy=list; list=l" + i + "@example.com\r\n")
                .collect(Collectors.joining());
        MailImpl mail = Mails.fromPeer("Received: from x by y\r\n" + lines + "\r\n", "a@example.com", "b@example.com");

        assertThat(assertTimeoutPreemptively(PATIENCE, () -> ListMark.of(mail)))
                .hasValueSatisfying(mark -> assertThat(mark.lists()).hasSizeBetween(1, 10_000));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.mailets.delivery.Mails;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Properties;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D9")
class FingerprintTest {
    private static final String HEADER = "From: a@elsewhere.example\r\nTo: sales@example.com\r\nSubject: offer\r\n"
            + "Message-ID: <1@elsewhere.example>\r\nDate: Thu, 1 Jan 2026 12:00:00 +0000\r\n";
    private static final String SENDER = "a@elsewhere.example";

    @Test
    void wayOfAMessageShouldNotCount() throws Exception {
        assertThat(of(
                        SENDER,
                        "Received: from x by y\r\nX-Spam: no\r\n" + HEADER.replace("offer", "\r\n offer"),
                        "one\r\n\r\ntwo\r\n\r\n"))
                .isEqualTo(of(SENDER, HEADER, "one\n\ntwo"));
    }

    @ParameterizedTest
    @CsvSource({
        "offer,other",
        "<1@elsewhere,<2@elsewhere",
        "From: a@,From: b@",
        "To: sales@,To: staff@",
        "12:00:00,12:00:01",
        "Subject: offer,Content-Type: application/x-nothing"
    })
    void whatAReaderSeesOfTheHeaderShouldCount(String part, String other) throws Exception {
        assertThat(of(SENDER, HEADER.replace(part, other), "body")).isNotEqualTo(of(SENDER, HEADER, "body"));
    }

    @Test
    void everyOneOfSeveralTypesShouldCount() throws Exception {
        String type = "Content-Type: text/plain\r\n";

        assertThat(of(SENDER, HEADER + type + "Content-Type: application/x-nothing\r\n", "body"))
                .isNotEqualTo(of(SENDER, HEADER + type, "body"));
    }

    @Test
    void senderAndBodyShouldCount() throws Exception {
        assertThat(of(SENDER, HEADER, "body")).isNotEqualTo(of("b@elsewhere.example", HEADER, "body"));
        assertThat(of(SENDER, HEADER, "body")).isNotEqualTo(of("<>", HEADER, "body"));
        assertThat(of(SENDER, HEADER, "body")).isNotEqualTo(of(SENDER, HEADER, "body "));
        assertThat(of(SENDER, HEADER, "one\r\ntwo")).isNotEqualTo(of(SENDER, HEADER, "one\r\n\r\ntwo"));
    }

    @Test
    void typeThatEverybodyAssumesMayBeWrittenDown() throws Exception {
        assertThat(of(SENDER, HEADER + "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n", "body"))
                .isEqualTo(of(SENDER, HEADER, "body"));
    }

    @ParameterizedTest
    @CsvSource({
        "quoted-printable,'caf=c3=a9 =\r\nsoft break'",
        "base64,'Y2Fm\r\nw6lz\r\n'",
        "8bit,'caf\u00e9'",
        "x-odd,a=b"
    })
    void rewritingOnHandoverShouldNotCount(String encoding, String body) throws Exception {
        String header =
                HEADER + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + encoding + "\r\n";
        MailImpl mail = mail(SENDER, header, body);
        String before = Fingerprint.of(mail, "");

        // As a mailet of others may do; James then writes the message anew, and in some of its ways the body, too.
        mail.getMessage().addHeader("X-Seen", "yes");
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        mail.getMessage().writeTo(sent);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        MimeMessageUtil.writeTo(mail.getMessage(), stored, stored);

        // Base64 only where it needs no padding: there that way of James's loses the last octets.
        assertThat(of(SENDER, "", sent.toString(ISO_8859_1))).isEqualTo(before);
        assertThat(of(SENDER, "", stored.toString(ISO_8859_1)))
                .as(stored.toString(ISO_8859_1))
                .isEqualTo(before);
    }

    @Test
    void brokenBase64ShouldNotStopThePost() throws Exception {
        String header = HEADER + "Content-Transfer-Encoding: base64\r\n";

        assertThat(of(SENDER, header, "!!! no base64 at all: a")).isNotEqualTo(of(SENDER, header, "!!! another"));
    }

    @Test
    void idShouldCountWhereThereIsNoMessageId() throws Exception {
        MailImpl nameless = mail(SENDER, "Subject: x\r\n", "body");
        MailImpl named = mail(SENDER, HEADER, "body");

        assertThat(Fingerprint.needsId(nameless)).isTrue();
        assertThat(Fingerprint.needsId(named)).isFalse();
        assertThat(Fingerprint.of(nameless, "<1@paris>")).isNotEqualTo(Fingerprint.of(nameless, "<2@paris>"));
        assertThat(Fingerprint.of(named, "<1@paris>")).isEqualTo(Fingerprint.of(named, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/pdf; name=Mise en Demeure.pdf\r\n",
                "Content-Type: text/plain; charset=\"utf-8\r\n",
                "Content-Transfer-Encoding: ???\r\n",
                "Content-Transfer-Encoding: base64\r\n",
                "no field\r\n",
                " \r\n"
            })
    void messageThatNobodyCanParseShouldHaveAFingerprint(String line) throws Exception {
        String octets = "Received: x\r\n" + line + "\r\nbody =\r\n=";

        MailImpl mail = Mails.arriving(octets, SENDER, "sales@example.com");

        assertThat(Fingerprint.of(mail, ""))
                .isNotEqualTo(Fingerprint.of(Mails.arriving(octets + "!", SENDER, "s@example.com"), ""));
        assertThat(Mails.octets(mail)).isEqualTo(octets);
    }

    private static String of(String sender, String header, String body) throws Exception {
        return Fingerprint.of(mail(sender, header, body), "");
    }

    private static MailImpl mail(String sender, String header, String body) throws Exception {
        String text = header.isEmpty() ? body : header + "\r\n" + body;
        MimeMessage message = new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
        return Mails.mail(message, sender, "sales@example.com");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.mailets.delivery.Mails;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Multipart;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In ISO 8859-1, octet for octet. */
@Tag("D7")
class SevenBitTest {
    private static final String TEXT = "Gr\u00c3\u00bc\u00c3\u009fe = und\r\n.\r\nzwei\r\n";

    private static MailImpl mail(String message) throws MessagingException {
        return Mails.arriving(message, "sender@elsewhere.example", "bob@example.com");
    }

    private static MimeMessage parse(byte[] octets) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Transfer-Encoding: 8bit\r\n", "Content-Transfer-Encoding: 8BIT\r\n", ""})
    void textShouldBecomeQuotedPrintableAndBeTheSameWhenDecoded(String encoding) throws Exception {
        MailImpl mail = mail("Message-ID: <1@x>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + encoding + "\r\n" + TEXT);

        byte[] converted = SevenBit.of(mail).orElseThrow();

        assertThat(new String(converted, ISO_8859_1)).matches("[\\r\\n -~]+").contains("quoted-printable");
        MimeMessage read = parse(converted);
        assertThat(read.getInputStream().readAllBytes()).isEqualTo(TEXT.getBytes(ISO_8859_1));
        assertThat(read.getMessageID()).isEqualTo("<1@x>");
    }

    @Test
    void partsShouldBeConvertedEachByItself() throws Exception {
        String octets = "\u0000\u00ff\r\n\u0089PNG";
        MailImpl mail = mail("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n" + TEXT
                + "\r\n--b\r\nContent-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: binary\r\n"
                + "Content-Disposition: attachment; filename=a.png\r\n\r\n" + octets
                + "\r\n--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: image/gif\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n/9j/\r\n--b--\r\n");

        byte[] converted = SevenBit.of(mail).orElseThrow();

        assertThat(new String(converted, ISO_8859_1)).matches("[\\r\\n -~]+");
        Multipart parts = (Multipart) parse(converted).getContent();
        assertThat(parts.getCount()).isEqualTo(4);
        assertThat(parts.getBodyPart(0).getInputStream().readAllBytes()).isEqualTo(TEXT.getBytes(ISO_8859_1));
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(octets.getBytes(ISO_8859_1));
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("a.png");
        assertThat(parts.getBodyPart(2).getInputStream().readAllBytes()).isEqualTo("plain".getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/mixed; boundary=\r\n\r\n--b\r\n\r\n\u00e9\r\n",
                "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n\u00e9\r\n",
                "\r\nnobody says what \u00e9 is\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\u00e9\r\n--b--\r\n",
                "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "\u00c3\u00a9\r\n--b--\r\n"
            })
    void messageThatCannotBeConvertedShouldBeLeftAlone(String message) throws Exception {
        MailImpl mail = mail("MIME-Version: 1.0\r\n" + message);

        Optional<byte[]> converted = SevenBit.of(mail);

        assertThat(converted).isEmpty();
    }

    @Test
    void mailShouldKeepItsMessageAsItCame() throws Exception {
        String message = "Mime-Version: 1.0 (mine)\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n" + TEXT;
        MailImpl mail = mail(message);

        assertThat(SevenBit.of(mail)).isPresent();

        assertThat(octets(mail)).isEqualTo(message);
    }

    private static String octets(MailImpl mail) throws IOException {
        return new String(MailContent.open(mail).readAllBytes(), ISO_8859_1);
    }
}

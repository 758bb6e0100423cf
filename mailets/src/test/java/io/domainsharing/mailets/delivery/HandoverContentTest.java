// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The message that a peer gets. */
@Timeout(120)
@Tag("D7")
class HandoverContentTest extends HandoverFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/pdf; name=Mise en Demeure.pdf",
                "Content-Type: text/plain; charset=\"utf-8",
                "Content-Type: message/rfc822; name=A B C.eml",
                "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))"
            })
    void messageShouldGoAsItCameWhateverItsHeaders(String header) throws Exception {
        String message = "Subject: x\r\n" + header + "\r\n\r\n.body\r\n";
        MailImpl mail = mail(message);
        mail.setMessageContent(
                MimeMessageInputStreamSource.create("mail1", new ByteArrayInputStream(message.getBytes(ISO_8859_1))));

        send(mail);

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.messages().get(0)).endsWith("\r\n" + message.replace("\r\n.body", "\r\n..body"));
    }

    @Test
    void bccShouldNotLeave() throws Exception {
        send(mail("Subject: x\r\nBcc: eve@example.com,\r\n carol@example.com\r\nTo: bob@example.com\r\n\r\nbody\r\n"));

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.messages().get(0))
                .doesNotContainIgnoringCase("bcc")
                .doesNotContain("eve", "carol")
                .contains("To: bob");
    }

    @Test
    void eightBitShouldBeConvertedForAPeerThatDoesNotTakeIt() throws Exception {
        send(mail(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\u00c3\u00bc\r\n"));

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.messages().get(0)).endsWith("\r\n\r\n=C3=BC\r\n");
    }

    @Test
    void eightBitShouldGoAsItCameToAPeerThatTakesIt() throws Exception {
        tokyo.on("EHLO", line -> "250-x\r\n250 8BITMIME");

        send(mail("Content-Type: text/plain; charset=utf-8\r\n\r\n\u00c3\u00bc\r\n"));

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.messages().get(0)).endsWith("\r\n\r\n\u00c3\u00bc\r\n");
        assertThat(tokyo.heard()).contains("MAIL FROM:<sender@elsewhere.example> BODY=8BITMIME");
    }

    private static MailImpl mail(String octets) throws MessagingException {
        return Mails.mail(
                new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(octets.getBytes(ISO_8859_1))),
                "sender@elsewhere.example",
                BOB);
    }
}

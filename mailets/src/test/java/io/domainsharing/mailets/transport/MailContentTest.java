// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.mailets.delivery.Mails;
import java.io.ByteArrayInputStream;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D7")
class MailContentTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/pdf; name=Mise en Demeure.pdf",
                "Content-Type: text/plain; charset=\"utf-8",
                "Content-Type: message/rfc822; name=A B C.eml",
                "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))",
                "no header at all",
                "Subject: \u00e9\u00ff\u0000"
            })
    void octetsShouldBeThoseThatCameIn(String header) throws Exception {
        String message = "Subject: x\r\n" + header + "\r\n\r\nbody\nof\rtwo\r\n\r\nlines";
        MailImpl mail = Mails.mail("sender@elsewhere.example", "bob@example.com");
        mail.setMessageContent(
                MimeMessageInputStreamSource.create("mail1", new ByteArrayInputStream(message.getBytes(ISO_8859_1))));
        // Headers were read, as everything on its way does.
        assertThat(mail.getMessage().getHeader("Subject")).isNotEmpty();

        for (int times = 0; times < 2; times++) {
            assertThat(new String(MailContent.open(mail).readAllBytes(), ISO_8859_1))
                    .isEqualTo(message);
        }
    }
}

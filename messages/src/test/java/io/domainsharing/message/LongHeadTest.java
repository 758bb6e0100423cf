// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static io.domainsharing.ownership.LongTextContract.MEGABYTE;
import static io.domainsharing.ownership.LongTextContract.PATIENCE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of a megabyte of the worst, read, kept and taken out of the message. */
@Tag("O3")
class LongHeadTest {
    private static final String REST = "Subject: x\r\n\r\nbody\r\n";

    private final List<MailImpl> mails = new ArrayList<>();

    @AfterEach
    void dispose() {
        mails.forEach(LifecycleUtil::dispose);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "\u00e9",
                " ",
                ":",
                "\r",
                "\r\n ",
                "\n\t",
                "Bcc:\r\n",
                "Bcc: a\r\n \r\n",
                "B",
                "b:\r\n",
                "Received:\r\n",
                "\r\nBcc",
                "\0",
                "Bcc : x\n",
                "a:\r\n\u00e9\r\n"
            })
    void headerOfAMegabyteShouldLoseItsFieldsAndNothingElse(String piece) throws Exception {
        String header = "X: " + piece.repeat(MEGABYTE / piece.length()) + (piece.endsWith("\n") ? "" : "\r\n");
        Mail mail = mail(header + "Bcc: carol@example.com\r\n folded\r\n" + REST);
        Mail without = mail(header + REST);

        assertTimeoutPreemptively(PATIENCE, () -> FieldRemoval.remove(mail, "Bcc"));
        FieldRemoval.remove(without, "Bcc");

        assertThat(octets(mail)).isEqualTo(octets(without)).endsWith(REST).doesNotContain("carol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", " ", "\r", "\r\n ", "\n", "b:\r\n", "b:\u00e9\r\n ", "b: c\n", "\0"})
    void octetsShouldStayWhenTheHeaderIsAsLongAsIsKeptAndWhenItIsLonger(String piece) throws Exception {
        for (int length : List.of(OriginalHead.LONGEST - 200, MEGABYTE)) {
            String message = "X: \u00e9" + piece.repeat(length / piece.length()) + "\r\n" + REST;
            Mail mail = mail(message);

            assertTimeoutPreemptively(PATIENCE, () -> OriginalHead.keep(mail));

            assertThat(assertTimeoutPreemptively(PATIENCE, () -> octets(mail))).isEqualTo(message);
            assertTimeoutPreemptively(PATIENCE, () -> OriginalHead.restore(mail));
            assertThat(octets(mail)).isEqualTo(message);
            assertThat(assertTimeoutPreemptively(PATIENCE, () -> MessageHead.of(mail, "X", "Subject"))
                            .fields())
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    private Mail mail(String octets) throws Exception {
        MailImpl mail = MailImpl.builder().name("mail1").state("transport").build();
        mails.add(mail);
        mail.setMessageContent(
                MimeMessageInputStreamSource.create("mail1", new ByteArrayInputStream(octets.getBytes(ISO_8859_1))));
        return mail;
    }

    private static String octets(Mail mail) throws Exception {
        try (InputStream octets = MessageOctets.of(mail)) {
            return new String(octets.readAllBytes(), ISO_8859_1);
        }
    }
}

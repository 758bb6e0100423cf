// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("H1")
class FrontLinesTest {
    private static final String BROKEN =
            "Received: x\r\nMime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))\r\n"
                    + "Content-Type: application/pdf; name=Mise en Demeure.pdf\r\nSubject: Gr\u00fc\u00dfe\r\nno field\r\n\r\nbody";

    @Test
    void copyShouldHaveTheOctetsOfItsOriginal() throws Exception {
        MailImpl original = mail(BROKEN);
        MailImpl copy = FrontLines.copy(original);

        assertThat(octets(copy)).isEqualTo(BROKEN);
        assertThat(copy.getMessageSize()).isEqualTo(BROKEN.length());
        LifecycleUtil.dispose(copy);
        assertThat(octets(original)).isEqualTo(BROKEN);
    }

    @Test
    void linesShouldStandInFrontOfTheOctetsAsTheyCame() throws Exception {
        MailImpl copy = FrontLines.copy(mail(BROKEN));

        FrontLines.prepend(copy, List.of("X-B: 2\r\n\tfolded"));
        FrontLines.prepend(copy, List.of("X-A: 1", "X-A: 1"));

        assertThat(octets(copy)).isEqualTo("X-A: 1\r\nX-A: 1\r\nX-B: 2\r\n\tfolded\r\n" + BROKEN);
        assertThat(copy.getMessageSize()).isEqualTo(octets(copy).length());
        FrontLines.takeBack(copy);
        assertThat(octets(copy)).isEqualTo(BROKEN);
    }

    @Test
    void linesShouldBeTakenBackAlsoFromAMailThatWasStoredMeanwhile() throws Exception {
        MailImpl copy = FrontLines.copy(mail(BROKEN));
        FrontLines.prepend(copy, List.of("X-A: 1"));
        MailImpl restored = MailImpl.duplicateWithoutMessage(copy).build();
        restored.setMessageContent(source(octets(copy)));

        FrontLines.takeBack(restored);
        assertThat(octets(restored)).isEqualTo(BROKEN);
        FrontLines.takeBack(restored);
        assertThat(octets(restored)).isEqualTo(BROKEN);
    }

    @Test
    void nothingShouldBeTakenAwayWhenTheLinesAreNotThere() throws Exception {
        MailImpl copy = FrontLines.copy(mail(BROKEN));
        FrontLines.prepend(copy, List.of("X-A: 1"));
        copy.setMessageContent(source(BROKEN));

        FrontLines.takeBack(copy);

        assertThat(octets(copy)).isEqualTo(BROKEN);
    }

    @Test
    void linesShouldStandInFrontOfAMessageThatIsNoCopy() throws Exception {
        MailImpl mail = mail(BROKEN + "x".repeat(200_000));

        FrontLines.prepend(mail, List.of("X-A: 1"));

        assertThat(octets(mail)).isEqualTo("X-A: 1\r\n" + BROKEN + "x".repeat(200_000));
        LifecycleUtil.dispose(mail);
    }

    @Test
    void messageThatAnotherMailetChangedShouldCountAsItIsNow() throws Exception {
        MailImpl mail = mail(BROKEN);
        mail.getMessage().removeHeader("Received");

        MailImpl copy = FrontLines.copy(mail);

        assertThat(octets(copy))
                .startsWith("Mime-Version: 1.0 (Mac")
                .contains("name=Mise en Demeure.pdf")
                .endsWith("\r\n\r\nbody");
        assertThat(copy.getMessageSize()).isEqualTo(octets(copy).length());
    }

    @Test
    void changedMessageThatCannotBeSavedShouldCountUnsaved() throws Exception {
        MailImpl mail = mail(BROKEN);
        mail.getMessage().setContent("other", "broken/type; name=Mise en Demeure.pdf");

        assertThat(octets(FrontLines.copy(mail)))
                .contains("Mime-Version: 1.0 (Mac")
                .endsWith("\r\n\r\nbody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no colon", ": x", "A: b\r\n", "A: b\r\nB: c", "A: b\nc", "A: b\rc", "A: \u00e4"})
    void whatIsNoFieldShouldNotBePutInFront(String field) throws Exception {
        MailImpl copy = FrontLines.copy(mail(BROKEN));

        assertThatThrownBy(() -> FrontLines.prepend(copy, List.of(field))).isInstanceOf(IllegalArgumentException.class);
        assertThat(octets(copy)).isEqualTo(BROKEN);
    }

    private static MailImpl mail(String text) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("mail1")
                .sender("a@example.com")
                .addRecipient("b@example.com")
                .build();
        mail.setMessageNoCopy(new MimeMessageWrapper(source(text)));
        return mail;
    }

    private static MimeMessageInputStreamSource source(String text) throws Exception {
        return MimeMessageInputStreamSource.create("test", new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    private static String octets(Mail mail) throws Exception {
        try (InputStream octets = MessageOctets.of(mail)) {
            return new String(octets.readAllBytes(), ISO_8859_1);
        }
    }
}

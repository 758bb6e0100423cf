// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.EnumSet;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.DsnParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The greeting and the envelope that a peer hears, and addresses that no command can carry. */
@Timeout(120)
@Tag("D7")
class HandoverEnvelopeTest extends HandoverFixture {
    @Test
    void peerShouldBeGreetedWithTheConfiguredName() throws Exception {
        send(BOB);

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.heard()).startsWith("EHLO paris.example.net");
    }

    @Test
    void addressThatNeedsMoreThanAsciiShouldBeReturnedAndNoLineBeMadeOfIt() throws Exception {
        String injected = "\"x\u760d\u760aRCPT TO:<injected@third.example>\u760d\u760a\"@example.com";

        queue(Mails.mail("sender@elsewhere.example", injected, BOB));

        awaitReturned("5.6.7");
        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.heard()).noneMatch(line -> line.contains("injected")).contains("RCPT TO:<" + BOB + ">");
    }

    @Test
    void addressThatNoCommandMayCarryShouldBeReturnedBeforeAnythingIsSent() throws Exception {
        queue(Mails.mail("sender@elsewhere.example", "\"a\\\rb\"@example.com"));

        awaitReturned("5.1.3");
        assertThat(tokyo.connections()).isZero();
    }

    @Test
    void senderThatNoCommandMayCarryShouldNotBeSent() throws Exception {
        queue(Mails.mail("\"x\\\rRCPT TO:<evil@third.example>\\\ry\"@elsewhere.example", BOB));

        awaitReturned("5.1.7");
        assertThat(tokyo.connections()).isZero();
    }

    @Test
    void notificationParametersShouldGoToEachRecipient() throws Exception {
        tokyo.on("EHLO", line -> "250-x\r\n250 DSN");
        MailAddress bob = new MailAddress(BOB);
        MailImpl mail = Mails.mail("sender@elsewhere.example", BOB, "carol@example.com");
        mail.setDsnParameters(DsnParameters.builder()
                .ret(DsnParameters.Ret.HDRS)
                .envId(DsnParameters.EnvId.of("QQ314159"))
                .addRcptParameter(
                        bob, DsnParameters.RecipientDsnParameters.of(EnumSet.of(DsnParameters.Notify.NEVER), bob))
                .build()
                .get());

        send(mail);

        await().untilAsserted(() -> assertThat(tokyo.messages()).hasSize(1));
        assertThat(tokyo.heard())
                .contains(
                        "MAIL FROM:<sender@elsewhere.example> RET=HDRS ENVID=QQ314159",
                        "RCPT TO:<bob@example.com> NOTIFY=NEVER ORCPT=rfc822;bob@example.com",
                        "RCPT TO:<carol@example.com>");
    }

    /** Past the pipeline, which returns such mail by itself. */
    private void queue(MailImpl mail) throws MessagingException {
        bench.mailet();
        bench.delivery.handOver(mail, TOKYO);
    }
}

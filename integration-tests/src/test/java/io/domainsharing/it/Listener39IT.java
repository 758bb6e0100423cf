// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.OnePeerServer.LOCAL;
import static io.domainsharing.it.ThreeServers.PASSWORD;
import static io.domainsharing.it.ThreeServers.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The handlers of Domain Sharing carried over into the MX listener that James 3.9 brings: its core handlers are named in an
 * attribute and know no AUTH, and senders are verified.
 */
@Tag("O1")
@ExtendWith(NoLeftovers.class)
@NeedsJames(jakarta = true)
class Listener39IT {
    private static final String PEER_HOST = "127.0.1.50";
    private static final String COLLEAGUE = "colleague@example.com";

    private static OnePeerServer lyon;

    @BeforeAll
    static void start() {
        lyon = new OnePeerServer(
                "lyon-listener",
                "127.0.1.49",
                PEER_HOST,
                xml -> {},
                conf -> conf.edit("smtpserver.xml", Listener39IT::likeJames39));
        lyon.peer.script(query -> query.status(query.mailbox().equals(COLLEAGUE) ? 5 : 3));
    }

    private static void likeJames39(XmlFile smtp) {
        smtp.set("smtpserver/auth/announce", "never").set("smtpserver/verifyIdentity", "true");
        smtp.find("smtpserver/handlerchain")
                .orElseThrow()
                .setAttribute("coreHandlersPackage", "org.apache.james.smtpserver.NoAuthCmdHandlerLoader");
        XmlFile.children(smtp.find("smtpserver/handlerchain").orElseThrow(), "handler").stream()
                .filter(handler -> handler.getAttribute("class").endsWith(".CoreCmdHandlerLoader"))
                .forEach(handler -> handler.getParentNode().removeChild(handler));
    }

    @AfterAll
    static void stop() {
        lyon.close();
    }

    @Test
    void recipientsShouldBeAnsweredByTheVerdict() {
        assertThat(lyon.rcpt(COLLEAGUE)).isEqualTo(250);
        assertThat(lyon.rcpt("nobody@example.com")).isEqualTo(550);
    }

    @Test
    void vrfyShouldBeAnsweredByOursAndNotByJamesOwn() {
        try (SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress(), PEER_HOST)) {
            assertThat(session.ehlo().text()).doesNotContain("AUTH");
            assertThat(session.send("VRFY " + LOCAL).code()).isEqualTo(250);
        }
    }

    @Test
    void mailOfAColleagueShouldComeInThroughAPeerAndThroughNobodyElse() {
        try (SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress(), PEER_HOST)) {
            session.ehlo();
            assertThat(session.mail(COLLEAGUE).code()).isEqualTo(250);
            assertThat(session.rcpt(LOCAL).code()).isEqualTo(250);
            assertThat(session.data(message("handed-over")).code()).isEqualTo(250);
        }
        lyon.james.inbox(LOCAL, PASSWORD).await("Subject: handed-over");

        try (SmtpSession session = SmtpSession.connect(lyon.james.endpoints().smtpAddress())) {
            session.ehlo();
            assertThat(session.mail(COLLEAGUE).code()).isBetween(500, 599);
        }
    }
}

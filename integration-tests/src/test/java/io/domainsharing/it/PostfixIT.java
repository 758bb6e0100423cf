// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.PostfixServers.ALICE;
import static io.domainsharing.it.PostfixServers.CUSTOMER;
import static io.domainsharing.it.PostfixServers.INFO;
import static io.domainsharing.it.PostfixServers.KIM;
import static io.domainsharing.it.PostfixServers.NOBODY;
import static io.domainsharing.it.PostfixServers.PAULA;
import static io.domainsharing.it.PostfixServers.VERA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A James and a real Postfix that share a domain, each configured by the recipe. */
@ExtendWith(NoLeftovers.class)
@NeedsServer(DebianPackage.POSTFIX)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostfixIT {
    private static final int HUNDRED = 100;
    private static final String GATEWAY_QUEUE = "domain-sharing-gateway-customer.example";

    private PostfixServers servers;

    @BeforeAll
    void start() {
        servers = new PostfixServers();
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @Test
    @Tag("V1")
    @Tag("V4")
    void mailThatComesToJamesShouldEndInTheMailboxOnPostfixThatRcptFound() {
        try (SmtpSession session = ThreeServers.stranger(servers.lyon)) {
            assertThat(session.rcpt(PAULA).code()).isEqualTo(250);
            assertThat(session.rcpt(ALICE).code()).isEqualTo(250);
            assertThat(session.rcpt(NOBODY).toString()).startsWith("550 5.1.1");
            assertThat(session.data(ThreeServers.message("from-james")).code()).isEqualTo(250);
        }
        servers.post.mailbox("example.com/paula").await("Subject: from-james");
        servers.alice().await("Subject: from-james");
    }

    @Test
    @Tag("V1")
    @Tag("V4")
    void mailShouldEndInTheMailboxOnPostfixAlsoWhereVrfyCannotTell() {
        try (SmtpSession session = ThreeServers.stranger(servers.lyon)) {
            assertThat(session.rcpt(VERA).code()).isEqualTo(250);
            assertThat(session.rcpt("nobody@example.org").toString()).startsWith("550 5.1.1");
            assertThat(session.data(ThreeServers.message("by-vrfy")).code()).isEqualTo(250);
        }
        servers.post.mailbox("example.org/vera").await("Subject: by-vrfy");
    }

    @Test
    @Tag("V4")
    void jamesShouldPutAnAddressOffWhilePostfixIsStoppedAndTakeItWhenItIsBack() {
        servers.post.stop();
        try {
            try (SmtpSession session = ThreeServers.stranger(servers.lyon)) {
                assertThat(session.rcpt("peter@example.com").toString()).startsWith("451 4.4.3");
                assertThat(session.rcpt(ALICE).code()).isEqualTo(250);
            }
        } finally {
            servers.post.start();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (SmtpSession session = ThreeServers.stranger(servers.lyon)) {
                assertThat(session.rcpt("peter@example.com").code()).isEqualTo(250);
            }
        });
    }

    @Test
    @Tag("D15")
    void messageThatPostfixWouldNotTakeShouldBeRefusedAtRcptUntilPostfixTakesIt() {
        await().until(() -> limitOfPostfix().equals("10240000"));
        try (SmtpSession session = strangerWith("SIZE=10240001")) {
            assertThat(session.rcpt(PAULA).toString()).startsWith("552 5.3.4").contains("10240000");
            assertThat(session.rcpt(CUSTOMER).toString()).startsWith("552 5.3.4");
            assertThat(session.rcpt(ALICE).code()).isEqualTo(250);
        }
        try (SmtpSession session = strangerWith("SIZE=10240000")) {
            assertThat(session.rcpt(PAULA).code()).isEqualTo(250);
        }
        String large = ThreeServers.message("large") + ("x".repeat(98) + "\r\n").repeat(103_000);
        try (SmtpSession session = ThreeServers.stranger(servers.lyon)) {
            assertThat(session.rcpt(PAULA).code()).isEqualTo(250);
            assertThat(session.data(large).toString())
                    .as("whose size nobody had said")
                    .startsWith("552 5.3.4");
        }
        servers.post.stop();
        servers.post.main("message_size_limit = 20480000").start();

        // A question that Postfix greets for.
        await().until(() -> {
            try (SmtpSession session = ThreeServers.stranger(servers.lyon)) {
                session.rcpt("asked-" + System.nanoTime() + "@example.com");
            }
            return limitOfPostfix().equals("20480000");
        });
        try (SmtpSession session = strangerWith("SIZE=10240001")) {
            assertThat(session.rcpt(PAULA).code()).isEqualTo(250);
        }
    }

    private SmtpSession strangerWith(String parameters) {
        SmtpSession session = SmtpSession.connect(servers.lyon.endpoints().smtpAddress(), "127.0.0.1");
        session.ehlo();
        assertThat(session.send("MAIL FROM:<ann@example.net> " + parameters).code())
                .isEqualTo(250);
        return session;
    }

    private String limitOfPostfix() {
        return servers.lyon
                .webAdmin()
                .get("/domain-sharing/peers/postfix")
                .path("capabilities")
                .path(0)
                .path("largestOctets")
                .asText();
    }

    @Test
    @Tag("V4")
    void mailThatComesToPostfixShouldEndInTheMailboxOnJames() {
        try (SmtpSession session = servers.strangerAtPost()) {
            assertThat(session.rcpt(ALICE).code()).isEqualTo(250);
            assertThat(session.rcpt(PAULA).code()).isEqualTo(250);
            assertThat(session.data(ThreeServers.message("to-both")).code()).isEqualTo(250);
        }
        servers.alice().await("Subject: to-both");
        servers.post.mailbox("example.com/paula").await("Subject: to-both");
    }

    @Test
    @Tag("V4")
    void postfixShouldRefuseAnAddressThatJamesDoesNotHaveEither() {
        try (SmtpSession session = servers.strangerAtPost()) {
            assertThat(session.rcpt(NOBODY).toString()).startsWith("550 5.1.1");
        }
    }

    @Test
    @Tag("V4")
    void postfixShouldPutAnAddressOffWhileJamesIsSilentAndTakeItsOwn() {
        servers.lyonGate.shut();
        try (SmtpSession session = servers.strangerAtPost()) {
            assertThat(session.rcpt("later@example.com").code()).isEqualTo(450);
            assertThat(session.rcpt("peter@example.com").code()).isEqualTo(250);
        } finally {
            servers.lyonGate.open();
        }
        servers.lyon.webAdmin().user("later@example.com", ThreeServers.PASSWORD);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (SmtpSession session = servers.strangerAtPost()) {
                assertThat(session.rcpt("later@example.com").code()).isEqualTo(250);
            }
        });
    }

    @Test
    @Tag("R1")
    @Tag("R2")
    void jamesShouldHoldAHundredMessagesWhilePostfixIsStoppedAndDeliverEachOnceWhenItAsks() {
        InetSocketAddress lyon = servers.lyon.endpoints().smtpAddress();
        servers.post.stop();
        try {
            hand(lyon, CUSTOMER, "held-");
            await().untilAsserted(() ->
                    assertThat(servers.lyon.webAdmin().queueSize(GATEWAY_QUEUE)).isEqualTo(HUNDRED));
            assertThat(etrn(lyon, "127.0.0.1", "customer.example").code()).isEqualTo(459);
            assertThat(etrn(lyon, PostfixServers.POST, "customer.example").code())
                    .isEqualTo(253);
        } finally {
            servers.post.start();
        }
        etrn(lyon, PostfixServers.POST, "customer.example");
        awaitEachOnce(
                servers.post.mailbox("customer.example/carla"),
                "held-",
                () -> servers.lyon.webAdmin().queueSize(GATEWAY_QUEUE) + servers.post.queued());
    }

    @Test
    @Tag("V4")
    @Tag("L1")
    void postfixShouldRefuseWhatComesFromJamesForAnotherMailboxThanItsOwn() {
        try (SmtpSession session = servers.jamesAtPost()) {
            assertThat(session.rcpt(ALICE).toString()).startsWith("550 5.1.1");
            assertThat(session.rcpt(NOBODY).toString()).startsWith("550 5.1.1");
            assertThat(session.rcpt(PAULA).code()).isEqualTo(250);
        }
    }

    @Test
    @Tag("V4")
    void mailFromJamesForADomainThatPostfixHasForItselfShouldEndWhereItAlwaysDid() {
        try (SmtpSession session = servers.jamesAtPost()) {
            assertThat(session.rcpt(INFO).code()).isEqualTo(250);
            assertThat(session.data(ThreeServers.message("to-a-domain-apart")).code())
                    .isEqualTo(250);
        }
        servers.post.mailbox("example.com/paula").await("Subject: to-a-domain-apart");
    }

    @Test
    @Tag("V4")
    @Tag("L3")
    void postfixShouldNotTryOutWhatAStrangerMayNotSendTo() {
        for (Postfix postfix : List.of(servers.post, servers.backup)) {
            try (SmtpSession session = ThreeServers.session(postfix.smtpAddress(), "127.0.0.1")) {
                assertThat(session.rcpt("victim@elsewhere.example").toString()).startsWith("554 5.7.1");
            }
        }
    }

    @Test
    @Tag("V4")
    void postfixWithAListShouldRefuseWhatIsNotInItAlsoWhileJamesIsAway() {
        servers.lyonGate.shut();
        try (SmtpSession session = ThreeServers.session(servers.backup.smtpAddress(), "127.0.0.1")) {
            assertThat(session.rcpt("nobody@kept.example").toString()).startsWith("550 5.1.1");
        } finally {
            servers.lyonGate.open();
        }
    }

    @Test
    @Tag("V4")
    @Tag("L3")
    void neitherShouldRelayForTheOther() {
        try (SmtpSession atPost = servers.jamesAtPost();
                SmtpSession atLyon = ThreeServers.fromAddress(PostfixServers.POST, servers.lyon)) {
            assertThat(atPost.rcpt("victim@elsewhere.example").code()).isBetween(400, 599);
            assertThat(atLyon.rcpt("victim@elsewhere.example").code()).isBetween(500, 599);
            assertThat(atLyon.rcpt(PAULA).code())
                    .as("asked for by Postfix itself")
                    .isEqualTo(550);
        }
    }

    @Test
    @Tag("R1")
    @Tag("R3")
    @Tag("V4")
    void postfixShouldHoldAHundredMessagesWhileJamesIsAwayAndSendEachOnceWhenJamesAsks() {
        Mailbox kim = servers.lyon.inbox(KIM, ThreeServers.PASSWORD);
        servers.lyonGate.shut();
        try {
            hand(servers.backup.smtpAddress(), KIM, "kept-");
            await().untilAsserted(() -> assertThat(servers.backup.queued()).isEqualTo(HUNDRED));
            assertThat(etrn(servers.backup.smtpAddress(), "127.0.0.1", "kept.example")
                            .code())
                    .as("said by a stranger")
                    .isEqualTo(554);
            assertThat(kim.messages()).isEmpty();
        } finally {
            servers.lyonGate.open();
        }
        // By itself Postfix tries again after five minutes.
        awaitEachOnce(
                kim,
                "kept-",
                () -> servers.backup.queued() + servers.lyon.webAdmin().queueSize("spool"));
        assertThat(servers.lyon.log())
                .containsPattern("The secondary " + PostfixServers.BACKUP + ":\\d+ answers ETRN kept.example: 250");
    }

    /** A stranger hands in a hundred messages. */
    private static void hand(InetSocketAddress server, String recipient, String subject) {
        try (SmtpSession session = SmtpSession.connect(server)) {
            session.ehlo();
            for (int i = 0; i < HUNDRED; i++) {
                session.mail("ann@example.net");
                assertThat(session.rcpt(recipient).code()).isEqualTo(250);
                assertThat(session.data(ThreeServers.message(subject + i)).code())
                        .isEqualTo(250);
            }
        }
    }

    /** Looks once nothing is under way any more: a second copy may come late. */
    private static void awaitEachOnce(Mailbox mailbox, String subject, IntSupplier waiting) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(mailbox.messagesWith("Subject: " + subject)).hasSizeGreaterThanOrEqualTo(HUNDRED));
        await().during(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(waiting.getAsInt()).isZero());
        List<String> messages = mailbox.messages();
        for (int i = 0; i < HUNDRED; i++) {
            Pattern line = Pattern.compile("^Subject: " + subject + i + "\\r?$", Pattern.MULTILINE);
            assertThat(messages)
                    .filteredOn(message -> line.matcher(message).find())
                    .as(subject + i)
                    .hasSize(1);
        }
    }

    private static SmtpReply etrn(InetSocketAddress server, String from, String domain) {
        try (SmtpSession session = SmtpSession.connect(server, from)) {
            session.ehlo();
            return session.send("ETRN " + domain);
        }
    }
}

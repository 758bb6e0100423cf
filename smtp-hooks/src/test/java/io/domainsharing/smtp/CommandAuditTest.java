// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import io.domainsharing.ownership.log.ClientLimit;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CommandAuditTest {
    private static final Verdict NOBODY = new Verdict.Nobody();

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.domainsharing.audit");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    private List<String> linesAfter(Verdict verdict, String sender, String recipient) throws Exception {
        try (SmtpListener listener = new SmtpListener(new InMemoryOwnership().resolveOthersTo(verdict));
                SmtpClient client = listener.connect().greet(sender)) {
            assertThat(client.exchange("RCPT TO:<" + recipient + ">")).matches("(250 2.1.5|550 5.1.1|451 4.4.3) .*");
        }
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void refusedRecipientShouldBeOneLine() throws Exception {
        assertThat(linesAfter(NOBODY, "someone@elsewhere.example", "x@example.com"))
                .singleElement()
                .asString()
                .startsWith("INFO RCPT refused: session ")
                .containsPattern(
                        "sender <someone@elsewhere.example> rcpt <x@example.com> \\(way peer, [0-9]+ ms\\): nobody");
    }

    @Test
    void deferredRecipientShouldBeOneLineWithItsReasons() throws Exception {
        Verdict silent =
                new Verdict.Undetermined(List.of(new MissingAnswer("tokyo", "TIMEOUT: no\r\nINFO forged", false)));

        assertThat(linesAfter(silent, "", "x@example.com"))
                .singleElement()
                .asString()
                .startsWith("INFO RCPT put off: session ")
                .contains("sender <> rcpt <x@example.com>", "tokyo", "TIMEOUT: no\\u000d\\u000aINFO forged")
                .doesNotContain("\r", "\n");
    }

    @Test
    void controlCharactersOfAClientShouldReachNeitherTheLogNorTheReply() throws Exception {
        try (SmtpListener listener = new SmtpListener(new InMemoryOwnership());
                SmtpClient client = listener.connect().greet()) {
            String reply = client.exchange("RCPT TO:<\"a\\\r\\\u001bINFO b\u009b\"@example.com>");

            assertThat(reply).startsWith("553 5.1.3 ").matches("\\p{Print}+");
        }
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("RCPT refused: session ")
                .matches("\\p{Print}+")
                .contains("TO:<\"a\\\\u000d\\\\u001bINFO b", "it has a control character");
    }

    @Test
    void lineShouldBeShortWhateverTheAddressesAndTheReasonsAre() throws Exception {
        String recipient = "r".repeat(60) + "@" + "example.com";
        Verdict silent = new Verdict.Undetermined(
                List.of(new MissingAnswer("tokyo", "TIMEOUT: " + "\u009b".repeat(200), false)));

        assertThat(linesAfter(silent, "s".repeat(60) + "@elsewhere.example", recipient))
                .singleElement()
                .asString()
                .hasSizeLessThan(AuditLine.LONGEST + 10)
                .contains("sender <ssssssssssssssss...>", "rcpt <" + "r".repeat(40) + "...>", "undetermined, [tokyo:");
    }

    @Test
    void everyLineShouldBeThereAndWholeAtTrace() throws Exception {
        logger.setLevel(Level.TRACE);
        String recipient = "r".repeat(60) + "@" + "example.com";

        assertThat(linesAfter(NOBODY, "s".repeat(60) + "@elsewhere.example", recipient))
                .anyMatch(line -> line.startsWith("TRACE RCPT refused:")
                        && line.contains("s".repeat(60) + "@elsewhere.example")
                        && line.contains(recipient));
    }

    @Test
    void linesOfOneClientShouldBeCountedOnceThereAreTooManyAndThoseOfAnotherBeWritten() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership().know("x@example.com", NOBODY);
        try (SmtpListener listener = new SmtpListener(ownership)) {
            try (SmtpClient client = listener.connect("127.0.0.2").greet("")) {
                for (int i = 0; i < ClientLimit.LINES + 7; i++) {
                    assertThat(client.exchange("RCPT TO:<x@example.com>")).startsWith("550 5.1.1");
                }
            }
            try (SmtpClient client = listener.connect("127.0.0.3").greet("")) {
                assertThat(client.exchange("RCPT TO:<x@example.com>")).startsWith("550 5.1.1");
            }
            listener.later.forEach(Runnable::run);
        }

        assertThat(lines.list).hasSize(ClientLimit.LINES + 2);
        assertThat(lines.list)
                .last()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo("7 more refused or put off from 127.0.0.2");
    }

    @Test
    void objectionOfAnotherHookShouldBeOneLineThatNamesIt() throws Exception {
        try (SmtpListener listener = new SmtpListener(new InMemoryOwnership());
                SmtpClient client = listener.connect().greet("")) {
            assertThat(client.exchange("RCPT TO:<x@unrelated.example>")).startsWith("550 ");
        }

        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .endsWith("sender <> rcpt <x@unrelated.example>: AuthRequiredToRelayRcptHook");
    }

    @Test
    void recipientThatJamesCannotReadShouldBeOneLine() throws Exception {
        try (SmtpListener listener = new SmtpListener(new InMemoryOwnership());
                SmtpClient client = listener.connect().greet("")) {
            assertThat(client.exchange("RCPT TO:" + "x".repeat(500))).startsWith("501 ");
        }

        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("RCPT refused: session ")
                .contains(" TO:xxx", "...: [501 ")
                .hasSizeLessThan(AuditLine.LONGEST + 10);
    }

    @Test
    void refusedSenderShouldBeOneLine() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership().resolveOthersTo(NOBODY);
        try (SmtpListener listener =
                        SmtpListener.verifyingSenders(ownership, new BaseHierarchicalConfiguration(), true);
                SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("MAIL FROM:<\"s s\"@example.com>"))
                    .isEqualTo("550 5.1.8 Unknown sender: \"s s\"@example.com");
        }
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("MAIL refused: session ")
                .containsPattern("sender <\"s s\"@example.com> \\(way peer, [0-9]+ ms\\): nobody has this mailbox$");
    }

    @Test
    void refusedAttemptToRelayThroughAGatewaysHostShouldBeOneLine() throws Exception {
        try (SmtpListener listener = new SmtpListener(new InMemoryOwnership());
                SmtpClient client = listener.connect().greet("someone@elsewhere.example")) {
            assertThat(client.exchange("RCPT TO:<victim%elsewhere.example@customer.example>"))
                    .startsWith("550 5.7.1");
        }
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("RCPT refused: session ")
                .endsWith("sender <someone@elsewhere.example> rcpt <victim%elsewhere.example@customer.example>:"
                        + " the gateway's host might relay it on");
    }

    @Test
    void wayShouldBeTheCacheWhereNobodyHadToBeAsked() throws Exception {
        InMemoryOwnership ownership = new InMemoryOwnership().know("x@example.com", NOBODY);
        try (SmtpListener listener = new SmtpListener(ownership);
                SmtpClient client = listener.connect().greet("")) {
            assertThat(client.exchange("RCPT TO:<x@example.com>")).startsWith("550 5.1.1");
        }
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .endsWith("sender <> rcpt <x@example.com> (way cache): nobody has this mailbox");
    }

    @Test
    void wayShouldBeThisServerWhereItsOwnDirectoryFails() throws Exception {
        Verdict missingAnswer = new Verdict.Undetermined(List.of(new MissingAnswer("local directory", "down", false)));
        InMemoryOwnership ownership = new InMemoryOwnership().know("x@example.com", missingAnswer);
        try (SmtpListener listener = new SmtpListener(ownership);
                SmtpClient client = listener.connect().greet("")) {
            assertThat(client.exchange("RCPT TO:<x@example.com>")).startsWith("451 4.4.3");
        }
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("rcpt <x@example.com> (way local): undetermined");
    }

    @Test
    void acceptedRecipientShouldNotBeLoggedAtInfo() throws Exception {
        assertThat(linesAfter(new Verdict.Local(LocalMatch.ACCOUNT), "", "x@example.com"))
                .isEmpty();
    }
}

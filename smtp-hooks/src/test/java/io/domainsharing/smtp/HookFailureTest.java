// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.Verdict;
import java.time.Duration;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HookFailureTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Logger logger = (Logger) LoggerFactory.getLogger(HookFailure.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void strangerShouldCauseOneLineAMinuteWhenTheRepositoriesFail() throws Exception {
        try (SmtpListener listener = new SmtpListener(new RcptVerdictTest.Failing(false));
                SmtpClient client = listener.connect().greet("ann@elsewhere.example")) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.exchange("RCPT TO:<x" + i + "@example.com>")).startsWith("451 4.4.3");
            }
            assertThat(errors())
                    .containsExactly(
                            "Looking up an address of example.com for RCPT failed (0 such lines were left out before)");

            listener.clock.advance(MINUTE);
            assertThat(client.exchange("RCPT TO:<y@example.com>")).startsWith("451 4.4.3");
        }

        assertThat(errors()).hasSize(2).last().asString().endsWith("(19 such lines were left out before)");
    }

    @Test
    void strangerShouldCauseOneLineWhenThePoolIsFull() throws Exception {
        ReplayPool closed = new ReplayPool(1, 1);
        closed.close();
        InMemoryOwnership ownership = new InMemoryOwnership();
        try (SmtpListener listener = new SmtpListener(ownership, new BaseHierarchicalConfiguration(), closed)) {
            for (int i = 0; i < 5; i++) {
                MailAddress address = new MailAddress("x" + i + "@example.com");
                try (SmtpClient client = listener.connect().greet("ann@elsewhere.example")) {
                    client.send("RCPT TO:<" + address.asString() + ">");
                    Awaitility.await().until(() -> ownership.isPending(address));
                    ownership.complete(address, new Verdict.Nobody());
                    assertThat(client.reply()).startsWith("421");
                }
            }
        }

        assertThat(errors()).singleElement().asString().startsWith("No thread for session ");
    }

    private List<String> errors() {
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}

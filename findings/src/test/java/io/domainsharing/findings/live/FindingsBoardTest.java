// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.findings.live.FindingsBoard.Standing;
import io.domainsharing.ownership.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("T1")
class FindingsBoardTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(FindingsBoard.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FakeClock clock = new FakeClock();
    private final FindingsBoard testee = new FindingsBoard(clock);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void findingShouldStandSinceItsBeginningAndBeSaidOnceHoweverItsWordsChange() {
        Instant began = clock.instant();
        testee.replace("state", List.of(late("3 mails wait")));
        clock.advance(Duration.ofHours(1));
        testee.replace("state", List.of(late("4 mails wait")));

        assertThat(testee.standing()).singleElement().satisfies(standing -> {
            assertThat(standing.since()).isEqualTo(began);
            assertThat(standing.finding().text()).isEqualTo("4 mails wait");
        });
        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo("queue tokyo 3 mails wait. Flush it (finding late-mail)");
    }

    @Test
    void endShouldBeSaidOnceAndANewBeginningCounts() {
        testee.replace("state", List.of(late("waits")));
        testee.replace("state", List.of());
        testee.replace("state", List.of());
        clock.advance(Duration.ofMinutes(5));
        testee.replace("state", List.of(late("waits")));

        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO, Level.WARN);
        assertThat(testee.standing()).extracting(Standing::since).containsExactly(clock.instant());
    }

    @Test
    void partsShouldNotEndEachOthersFindings() {
        testee.replace("files", List.of(error()));
        testee.replace("state", List.of(late("waits")));
        testee.replace("state", List.of());

        assertThat(testee.standing())
                .extracting(standing -> standing.finding().rule())
                .containsExactly(Rule.RCPT_HOOK_ORDER);
    }

    @Test
    void errorsShouldStandFirst() {
        testee.replace("state", List.of(late("waits")));
        testee.replace("files", List.of(error()));

        assertThat(testee.standing())
                .extracting(standing -> standing.finding().severity())
                .containsExactly(Severity.ERROR, Severity.WARNING);
        assertThat(testee.count(Severity.ERROR)).isEqualTo(1);
    }

    @Test
    void whatIsWellOrWasNotFoundOutShouldNotStand() {
        testee.replace(
                "files",
                List.of(
                        finding(Rule.SHARING_FILE, Severity.OK, "is understood"),
                        finding(Rule.EXTENSION_JAR, Severity.SKIPPED, "was not looked at")));

        assertThat(testee.standing()).isEmpty();
    }

    private static Finding late(String text) {
        return new Finding(Rule.LATE_MAIL, Severity.WARNING, "", "", null, "queue tokyo", "", text, "Flush it");
    }

    private static Finding error() {
        return finding(Rule.RCPT_HOOK_ORDER, Severity.ERROR, "stands in the wrong place");
    }

    private static Finding finding(Rule rule, Severity severity, String text) {
        return new Finding(rule, severity, "", "file.xml", null, "", "", text, "");
    }
}

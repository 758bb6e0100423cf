// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a line looks like by the pattern of {@code james-conf/logback.xml}. */
@Tag("O3")
class ShippedLogbackTest {
    private static final Path FILE = Path.of("../james-conf/logback.xml");
    private static final Pattern PATTERN = Pattern.compile("<pattern>(.*?)</pattern>");
    private static final String EVIL = "\u001b[2J\0\u007f\u009b\u202e\u2028\rFORGED\nFORGED INFO line\n\nFORGED";
    private static final String RAW = "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028\u202e]";

    private final PatternLayout layout = new PatternLayout();

    @BeforeEach
    void readPattern() throws Exception {
        Matcher matcher = PATTERN.matcher(Files.readString(FILE, StandardCharsets.UTF_8));
        assertThat(matcher.find()).isTrue();
        layout.setContext(new LoggerContext());
        // The colour of the level is James's own, and an escape.
        layout.setPattern(matcher.group(1).replace("%highlight(", "%("));
        layout.start();
    }

    @Test
    void messageOfAnExceptionShouldNeitherMoveACursorNorBeginALine() {
        Exception failure = new IllegalStateException("outer " + EVIL, new IllegalArgumentException("cause " + EVIL));
        failure.addSuppressed(new IllegalArgumentException("suppressed " + EVIL));

        String text = line("failed", failure);

        assertThat(text).doesNotContainPattern(RAW).contains("outer ?[2J???", "cause ?[2J???", "suppressed ?[2J???");
        assertThat(text.lines()).noneMatch(line -> line.strip().startsWith("FORGED"));
        assertThat(text).endsWith("\n");
    }

    @Test
    void stackTraceShouldBeThereOnceAndKeepItsLines() {
        String text = line("failed", new IllegalStateException("outer", new IllegalArgumentException("cause")));

        assertThat(text.lines()).first().asString().endsWith(" - failed");
        assertThat(text.lines().filter(line -> line.contains("IllegalArgumentException: cause")))
                .hasSize(1);
        assertThat(text.lines().filter(line -> line.startsWith("Wrapped by: java.lang.IllegalStateException: outer")))
                .hasSize(1);
        assertThat(text.lines().filter(line -> line.startsWith("\tat ")).count())
                .isGreaterThan(5);
    }

    @Test
    void lineWithoutExceptionShouldBeOneLine() {
        assertThat(line("handed over", null)).endsWith(" - handed over\n").hasLineCount(1);
    }

    private String line(String message, @Nullable Throwable failure) {
        LoggerContext context = (LoggerContext) layout.getContext();
        return layout.doLayout(new LoggingEvent(
                ShippedLogbackTest.class.getName(),
                context.getLogger(ShippedLogbackTest.class),
                Level.INFO,
                message,
                failure,
                null));
    }
}

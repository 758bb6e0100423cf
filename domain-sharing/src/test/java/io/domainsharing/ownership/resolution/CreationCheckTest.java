// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.resolution.Conflicts.FoundBy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("D4")
class CreationCheckTest {
    private static final String BOB = "bob@example.com";
    private static final Duration SOON =
            CreationCheck.FIRST.plus(CreationCheck.JITTER).plusSeconds(1);

    private final Logger logger = (Logger) LoggerFactory.getLogger(CreationCheck.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ResolverFixture fixture = new ResolverFixture("tokyo");
    private final CreationCheck testee = testee(Runnable::run);

    @BeforeEach
    void listen() {
        fixture.directory.add(BOB, LocalMatch.ACCOUNT);
        logger.setLevel(Level.WARN);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void conflictShouldBeFoundSomeSecondsAfterCreation() {
        fixture.lookups.program("tokyo", YES);
        testee.later(address(BOB));
        fixture.timer.advance(CreationCheck.FIRST.minusSeconds(1));
        assertThat(fixture.lookups.asked()).isEmpty();

        fixture.timer.advance(SOON);

        assertThat(fixture.conflicts.all()).singleElement().satisfies(conflict -> assertThat(conflict.foundBy())
                .isEqualTo(FoundBy.CREATION));
        assertThat(testee.waiting()).isZero();
        assertThat(fixture.timer.waiting())
                .as("ticks only while something waits")
                .isZero();
    }

    @Test
    void peersShouldNotBeAskedWhenTheAddressWasNotCreatedAfterAll() {
        testee.later(address("never-made@example.com"));
        fixture.timer.advance(SOON);

        assertThat(fixture.lookups.asked()).isEmpty();
        assertThat(testee.waiting()).isZero();
    }

    @Test
    void peerShouldBeAskedAgainWhenItIsSilent() {
        fixture.lookups.program("tokyo", SILENCE);
        testee.later(address(BOB));
        fixture.timer.advance(SOON);
        assertThat(fixture.lookups.asked()).hasSize(1);

        fixture.lookups.program("tokyo", YES);
        fixture.timer.advance(CreationCheck.AGAIN.get(0).plusSeconds(1));

        assertThat(fixture.conflicts.all()).hasSize(1);
        assertThat(testee.waiting()).isZero();
    }

    @Test
    void operatorShouldBeWarnedWhenAPeerStaysSilent() {
        fixture.lookups.program("tokyo", SILENCE);
        testee.later(address(BOB));
        fixture.timer.advance(Duration.ofHours(1));

        assertThat(fixture.lookups.asked()).hasSize(1 + CreationCheck.AGAIN.size());
        assertThat(messages())
                .singleElement()
                .asString()
                .startsWith("bob@example.com was created, and it remains open whether it exists on [tokyo] too")
                .endsWith("POST /domain-sharing/conflicts checks all addresses");
        assertThat(testee.waiting()).isZero();
    }

    @Test
    void addressShouldBeCheckedLaterWhenTheDirectoryFails() {
        fixture.lookups.program("tokyo", YES);
        fixture.directory.setFailing(true);
        testee.later(address(BOB));
        fixture.timer.advance(SOON);
        assertThat(fixture.lookups.asked()).isEmpty();

        fixture.directory.setFailing(false);
        fixture.timer.advance(CreationCheck.AGAIN.get(0).plusSeconds(1));

        assertThat(fixture.conflicts.all()).hasSize(1);
    }

    @Test
    void importedAddressesShouldBeCheckedAFewAtATime() {
        fixture.lookups.program("tokyo", NO);
        for (int i = 0; i < 1_000; i++) {
            String user = "user" + i + "@example.com";
            fixture.directory.add(user, LocalMatch.ACCOUNT);
            testee.later(address(user));
            testee.later(address(user));
        }
        assertThat(testee.waiting()).isEqualTo(1_000);
        assertThat(fixture.timer.waiting()).isEqualTo(1);

        fixture.timer.advance(SOON);
        assertThat(fixture.lookups.asked()).hasSizeLessThanOrEqualTo(4 * CreationCheck.AT_ONCE);
        fixture.timer.advance(Duration.ofSeconds(10));
        assertThat(fixture.lookups.asked()).as("each once").hasSize(1_000);
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void addressesShouldBeCheckedLaterWhenNoThreadIsFree() {
        AtomicBoolean busy = new AtomicBoolean(true);
        CreationCheck crowded = testee(task -> {
            if (busy.get()) {
                throw new RejectedExecutionException("busy");
            }
            task.run();
        });
        fixture.lookups.program("tokyo", YES);
        crowded.later(address(BOB));
        fixture.timer.advance(SOON);
        assertThat(crowded.waiting()).isEqualTo(1);

        busy.set(false);
        fixture.timer.advance(Duration.ofSeconds(1));

        assertThat(fixture.conflicts.all()).hasSize(1);
        assertThat(crowded.waiting()).isZero();
        assertThat(messages()).isEmpty();
    }

    @Test
    void noThreadShouldBeAskedForWhileNothingIsDue() {
        AtomicInteger tasks = new AtomicInteger();
        testee(task -> tasks.incrementAndGet()).later(address(BOB));

        fixture.timer.advance(CreationCheck.FIRST.minusSeconds(1));

        assertThat(tasks).hasValue(0);
    }

    @Test
    void addressShouldWaitAnewWhenItIsCreatedAgain() {
        fixture.lookups.program("tokyo", NO);
        testee.later(address(BOB));
        fixture.timer.advance(CreationCheck.FIRST.minusMillis(1));
        testee.later(address(BOB));
        fixture.timer.advance(CreationCheck.FIRST.minusMillis(1));
        assertThat(fixture.lookups.asked()).isEmpty();

        fixture.timer.advance(SOON);
        assertThat(fixture.lookups.asked()).hasSize(1);
    }

    @Test
    void queueShouldBeBoundedAndSaySo() {
        for (int i = 0; i < CreationCheck.MAXIMUM + 10; i++) {
            testee.later(address("user" + i + "@example.com"));
        }

        assertThat(testee.waiting()).isEqualTo(CreationCheck.MAXIMUM);
        assertThat(messages()).singleElement().asString().contains("is not checked for conflicts");
    }

    @Test
    void closeShouldEndTheTicks() {
        testee.later(address(BOB));
        testee.close();
        testee.close();
        testee.later(address(BOB));
        fixture.timer.advance(SOON);

        assertThat(fixture.lookups.asked()).isEmpty();
        assertThat(fixture.timer.waiting()).isZero();
    }

    private CreationCheck testee(Executor background) {
        ConflictCheck check = new ConflictCheck(
                fixture.resolver,
                new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
                fixture.conflicts,
                fixture.pins);
        return new CreationCheck(check, fixture.clock, fixture.timer, background);
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}

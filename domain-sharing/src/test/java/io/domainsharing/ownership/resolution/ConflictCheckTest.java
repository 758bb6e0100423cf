// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.pin.SamplePins.pin;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.resolution.ConflictCheck.Outcome;
import io.domainsharing.ownership.resolution.Conflicts.Conflict;
import io.domainsharing.ownership.resolution.Conflicts.FoundBy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("D4")
class ConflictCheckTest {
    private static final String BOB = "bob@example.com";
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final PeerName AUSTIN = new PeerName("austin");

    private final Logger logger = (Logger) LoggerFactory.getLogger(Conflicts.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
    private final Instant start = fixture.clock.instant();
    private final ConflictCheck testee = new ConflictCheck(
            fixture.resolver,
            new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
            fixture.conflicts,
            fixture.pins);

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
    void addressShouldBeListedWhenAPeerClaimsIt() {
        fixture.lookups.program("tokyo", NO).program("austin", YES);

        assertThat(check()).isEqualTo(new Outcome(List.of(AUSTIN), List.of()));
        assertThat(fixture.conflicts.all())
                .containsExactly(new Conflict(new CanonicalAddress(BOB), List.of(AUSTIN), FoundBy.CHECK, start));
        assertThat(fixture.conflicts.all().get(0).kind()).isEqualTo(Conflicts.Kind.HERE_AND_ON_PEERS);
    }

    @Test
    @Tag("H2")
    void addressThatNoCommandCarriesShouldBeInConflictWithNobody() {
        Outcome outcome = testee.of(address("\"b\u00f6b\"@example.com"), FoundBy.CHECK)
                .toCompletableFuture()
                .join();

        assertThat(outcome).isEqualTo(new Outcome(List.of(), List.of()));
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void mailboxThatTakesNoMailNowShouldCountAsClaim() {
        fixture.lookups.program("tokyo", new PeerAnswer.NotNow()).program("austin", NO);

        assertThat(check().claimedBy()).containsExactly(TOKYO);
    }

    @Test
    void silenceShouldBeNoNoAndNoClaim() {
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);

        assertThat(check()).isEqualTo(new Outcome(List.of(), List.of(TOKYO)));
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void warningShouldNamePeerAndRemedyOnceHoweverOftenItIsFound() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        for (int i = 0; i < 5; i++) {
            check();
            fixture.clock.advance(Duration.ofHours(3));
        }

        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("bob@example.com exists here and on [tokyo]")
                .contains("remove it from all servers but one");
        assertThat(fixture.conflicts.all()).singleElement().satisfies(conflict -> assertThat(conflict.since())
                .isEqualTo(start));
    }

    @Test
    void warningShouldComeAgainWhenAnotherPeerClaimsIt() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        check();
        fixture.lookups.program("austin", YES);
        check();

        assertThat(warnings()).hasSize(2);
    }

    @Test
    void conflictShouldStayListedForDaysWhileItLasts() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        check();
        fixture.clock.advance(Duration.ofDays(30));

        assertThat(fixture.conflicts.all()).hasSize(1);
    }

    @Test
    void conflictShouldLeaveTheListWhenEveryPeerSaysNo() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        check();
        fixture.lookups.program("tokyo", NO);
        check();

        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void conflictShouldStayWhenItsPeerIsSilent() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        check();
        fixture.lookups.program("tokyo", SILENCE);
        check();

        assertThat(fixture.conflicts.all()).singleElement().satisfies(conflict -> assertThat(conflict.peers())
                .containsExactly(TOKYO));
    }

    @Test
    void conflictShouldBeSolvedWhenItsPeerSaysNoAndAnotherIsSilent() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        check();
        fixture.lookups.program("tokyo", NO).program("austin", SILENCE);
        check();

        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void conflictShouldBeForgottenOnceTheAddressIsGoneFromHere() {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        check();
        testee.forgetGone();
        assertThat(fixture.conflicts.all()).as("it is still here").hasSize(1);

        fixture.directory.setFailing(true);
        testee.forgetGone();
        assertThat(fixture.conflicts.all()).as("nobody can tell").hasSize(1);

        fixture.directory.setFailing(false);
        fixture.directory.remove(BOB);
        testee.forgetGone();
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void conflictAmongPeersShouldBeToldApartAndEndWhenNobodyHasTheAddress() {
        fixture.directory.remove(BOB);
        fixture.lookups.program("tokyo", YES).program("austin", YES);
        CompletableFuture<?> unused = fixture.resolver.resolve(address(BOB)).toCompletableFuture();

        assertThat(fixture.conflicts.all()).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Conflicts.Kind.SEVERAL_PEERS);
            assertThat(conflict.foundBy()).isEqualTo(FoundBy.LOOKUP);
        });
        testee.forgetGone();
        assertThat(fixture.conflicts.all()).as("it never was here").hasSize(1);

        fixture.lookups.program("tokyo", NO).program("austin", NO);
        fixture.resolver.evict(address(BOB));
        unused = fixture.resolver.resolve(address(BOB)).toCompletableFuture();
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void conflictAmongPeersShouldStayListedWhenOneOfThemIsSilent() {
        listAmongPeers();

        fixture.lookups.program("austin", SILENCE);
        refresh();
        assertThat(fixture.conflicts.all()).as("it has not taken it back").hasSize(1);

        fixture.lookups.program("austin", new PeerAnswer.NotNow());
        refresh();
        assertThat(fixture.conflicts.all()).as("it still has the mailbox").hasSize(1);

        fixture.lookups.program("austin", NO);
        refresh();
        assertThat(fixture.conflicts.all()).isEmpty();
    }

    @Test
    void conflictAmongPeersShouldStayListedWhenTheyAreSilentAndTheAddressHasAppearedHere() {
        listAmongPeers();

        fixture.directory.add(BOB, LocalMatch.ACCOUNT);
        fixture.lookups.program("tokyo", NO).program("austin", SILENCE);
        check();

        assertThat(fixture.conflicts.all()).singleElement().satisfies(conflict -> {
            assertThat(conflict.kind()).isEqualTo(Conflicts.Kind.HERE_AND_ON_PEERS);
            assertThat(conflict.peers()).containsExactly(AUSTIN);
        });
    }

    private void listAmongPeers() {
        fixture.directory.remove(BOB);
        fixture.lookups.program("tokyo", YES).program("austin", YES);
        refresh();
        assertThat(fixture.conflicts.all()).hasSize(1);
    }

    private void refresh() {
        fixture.resolver.evict(address(BOB));
        CompletableFuture<?> unused = fixture.resolver.resolve(address(BOB)).toCompletableFuture();
    }

    private Outcome check() {
        return testee.of(address(BOB), FoundBy.CHECK).toCompletableFuture().join();
    }

    @Test
    void pinnedAddressShouldBeNoConflictAndAskNobody() throws Exception {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        testee.of(address(BOB), FoundBy.CHECK).toCompletableFuture().join();
        assertThat(fixture.conflicts.all()).hasSize(1);
        int asked = fixture.lookups.asked().size();
        fixture.pins.put(pin(BOB, "tokyo"));

        ConflictCheck.Outcome outcome =
                testee.of(address(BOB), FoundBy.CHECK).toCompletableFuture().join();

        assertThat(outcome).isEqualTo(new ConflictCheck.Outcome(List.of(), List.of()));
        assertThat(fixture.conflicts.all()).isEmpty();
        assertThat(fixture.lookups.asked()).hasSize(asked);
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}

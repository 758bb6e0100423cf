// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("V1")
class AcceptAllPeersTest {
    private static final PeerAnswer YES = new PeerAnswer.Accepts();
    private static final PeerAnswer NO = new PeerAnswer.Unknown();
    private static final PeerAnswer ALL = new PeerAnswer.AcceptsAll();
    private static final PeerAnswer SILENCE = new PeerAnswer.NoAnswer(PeerAnswer.Reason.TIMEOUT, "silent");
    private static final MailAddress FRANK = address("frank@example.com");
    private static final PeerAnswer FULL = new PeerAnswer.NotNow();
    private static final Peer OSLO = InMemoryPeers.peer("oslo");
    private static final Peer TOKYO =
            new Peer(OSLO.name(), OSLO.smtp(), LookupMethod.RCPT, Peer.DEFAULT_MINGER_PORT, null, List.of(), Set.of());

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Destination> recognised = new ArrayList<>();
    private final List<CompletableFuture<PeerAnswer>> controls = new ArrayList<>();
    private PeerAnswer frank = YES;
    private final AcceptAllPeers testee = new AcceptAllPeers(
            nanos::get, new NobodysAddresses(() -> "nobody" + numbers.incrementAndGet()), recognised::add);
    private final PeerLookup watched = testee.watched(TOKYO, this::answer);

    private CompletionStage<PeerAnswer> answer(MailAddress address) {
        if (!address.getLocalPart().startsWith("nobody")) {
            return CompletableFuture.completedStage(frank);
        }
        CompletableFuture<PeerAnswer> control = new CompletableFuture<>();
        controls.add(control);
        return control;
    }

    private CompletableFuture<PeerAnswer> ask() {
        return watched.ask(FRANK).toCompletableFuture();
    }

    private void askOnce() {
        CompletableFuture<PeerAnswer> unused = ask();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void yesShouldWaitForTheControlAndCountWhenThatIsRefused() {
        CompletableFuture<PeerAnswer> answer = ask();
        assertThat(answer).isNotCompleted();

        controls.get(0).complete(NO);
        assertThat(answer).isCompletedWithValue(YES);
        assertThat(testee.domainsOf(TOKYO)).isEmpty();
    }

    @Test
    void yesShouldCountForLittleWhenTheControlIsAcceptedToo() {
        CompletableFuture<PeerAnswer> answer = ask();
        controls.get(0).complete(YES);

        assertThat(answer).isCompletedWithValue(ALL);
        assertThat(testee.domainsOf(TOKYO)).containsExactly(Domain.of("example.com"));
        assertThat(recognised).containsExactly(TOKYO);
    }

    @Test
    void noShouldWaitForNothing() {
        frank = NO;

        assertThat(ask()).isCompletedWithValue(NO);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void controlShouldBeAskedOnceAnHourAndNobodyWaitForItAgain(boolean acceptsAll) {
        askOnce();
        askOnce();
        assertThat(controls).as("those who wait share it").hasSize(1);
        controls.get(0).complete(acceptsAll ? YES : NO);

        pass(AcceptAllPeers.ASK_AGAIN_AFTER.minusSeconds(1));
        assertThat(ask()).isCompletedWithValue(acceptsAll ? ALL : YES);
        assertThat(controls).hasSize(1);

        pass(Duration.ofSeconds(2));
        assertThat(ask()).as("what was known holds meanwhile").isCompletedWithValue(acceptsAll ? ALL : YES);
        assertThat(ask()).isCompletedWithValue(acceptsAll ? ALL : YES);
        assertThat(controls).hasSize(2);

        controls.get(1).complete(acceptsAll ? NO : YES);
        assertThat(ask()).isCompletedWithValue(acceptsAll ? YES : ALL);
        assertThat(recognised).hasSize(1);
    }

    @Test
    void yesShouldCountForLittleAsLongAsTheControlHasNoAnswer() {
        CompletableFuture<PeerAnswer> answer = ask();
        controls.get(0).complete(SILENCE);

        assertThat(answer).isCompletedWithValue(ALL);
        assertThat(testee.domainsOf(TOKYO)).as("nobody knows").isEmpty();
        pass(AcceptAllPeers.TRY_AGAIN_AFTER.minusSeconds(1));
        assertThat(ask()).isCompletedWithValue(ALL);
        assertThat(controls)
                .as("a peer that cannot tell of unknown users is spared")
                .hasSize(1);

        pass(Duration.ofSeconds(1));
        CompletableFuture<PeerAnswer> later = ask();
        assertThat(controls).hasSize(2);
        controls.get(1).complete(NO);
        assertThat(later).isCompletedWithValue(YES);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "UNRESOLVABLE", "OVERLOADED"})
    void controlShouldBeAskedWithTheNextQuestionWhenThePeerHasNotHeardIt(PeerAnswer.Reason reason) {
        askOnce();
        controls.get(0).complete(new PeerAnswer.NoAnswer(reason, "not asked"));
        CompletableFuture<PeerAnswer> answer = ask();
        controls.get(1).complete(NO);

        assertThat(answer).isCompletedWithValue(YES);
    }

    @Test
    void whatIsKnownShouldStayAndBeAskedAboutAfterAMinuteWhenALaterControlHasNoAnswer() {
        askOnce();
        controls.get(0).complete(NO);
        pass(AcceptAllPeers.ASK_AGAIN_AFTER);
        askOnce();
        controls.get(1).complete(SILENCE);

        assertThat(ask()).isCompletedWithValue(YES);
        assertThat(controls).hasSize(2);
        pass(AcceptAllPeers.TRY_AGAIN_AFTER);
        assertThat(ask()).isCompletedWithValue(YES);
        assertThat(controls).hasSize(3);
    }

    @Test
    void everyDomainShouldHaveAControlOfItsOwnWithAnotherAddressEachTime() {
        askOnce();
        CompletionStage<PeerAnswer> unused = watched.ask(address("frank@example.org"));

        assertThat(controls).hasSize(2);
        assertThat(numbers).hasValue(2);
    }

    @Test
    void peerThatLeftOrChangedShouldBeForgotten() {
        askOnce();
        controls.get(0).complete(YES);
        InMemoryPeers peers = new InMemoryPeers(TOKYO);
        peers.directory().addListener(testee);
        peers.replaceBy(InMemoryPeers.peer("austin"));

        assertThat(testee.domainsOf(TOKYO)).isEmpty();
    }

    @Test
    void notNowShouldBeNoAnswerWhenItIsSaidOfTheControlToo() {
        frank = FULL;
        CompletableFuture<PeerAnswer> answer = ask();
        controls.get(0).complete(FULL);

        assertThat(answer).isCompletedWithValueMatching(it -> it instanceof PeerAnswer.NoAnswer);
    }

    @Nested
    class ByMinger {
        private final PeerLookup watched = testee.watched(OSLO, AcceptAllPeersTest.this::answer);

        private CompletableFuture<PeerAnswer> ask() {
            return watched.ask(FRANK).toCompletableFuture();
        }

        @Test
        void controlShouldBeAskedBehindTheFirstYesOnly() {
            frank = NO;
            assertThat(ask()).isCompletedWithValue(NO);
            assertThat(controls).isEmpty();

            frank = YES;
            CompletableFuture<PeerAnswer> answer = ask();
            assertThat(answer).isNotCompleted();
            controls.get(0).complete(NO);
            assertThat(answer).isCompletedWithValue(YES);
            assertThat(ask()).isCompletedWithValue(YES);
            assertThat(controls).hasSize(1);
        }

        @Test
        void yesShouldCountForLittleWhenItIsSaidOfTheControlToo() {
            CompletableFuture<PeerAnswer> answer = ask();
            controls.get(0).complete(YES);

            assertThat(answer).isCompletedWithValue(ALL);
            assertThat(ask()).isCompletedWithValue(ALL);
            assertThat(testee.domainsOf(OSLO)).containsExactly(Domain.of("example.com"));
            assertThat(recognised).containsExactly(OSLO);
        }

        @Test
        void yesShouldCountAndWaitNoMoreWhenThePeerSaysNothingOfTheControl() {
            CompletableFuture<PeerAnswer> answer = ask();
            controls.get(0).complete(SILENCE);
            assertThat(answer).isCompletedWithValue(YES);

            pass(AcceptAllPeers.TRY_AGAIN_AFTER);
            assertThat(ask()).isCompletedWithValue(YES);
            assertThat(controls).hasSize(2);
            controls.get(1).complete(YES);
            assertThat(ask()).isCompletedWithValue(ALL);
        }

        @Test
        void notNowShouldBeNoAnswerWhenItIsSaidOfTheControlToo() {
            frank = FULL;
            CompletableFuture<PeerAnswer> answer = ask();
            controls.get(0).complete(FULL);

            assertThat(answer).isCompletedWithValueMatching(it -> it instanceof PeerAnswer.NoAnswer);
            frank = YES;
            assertThat(ask()).as("it tells them apart").isCompletedWithValue(YES);
        }

        @Test
        void notNowShouldCountWhenTheControlIsRefused() {
            frank = FULL;
            CompletableFuture<PeerAnswer> answer = ask();
            controls.get(0).complete(NO);

            assertThat(answer).isCompletedWithValue(FULL);
        }
    }
}

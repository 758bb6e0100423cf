// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.minger.digest.DigestListener;
import io.domainsharing.minger.digest.DigestTarget;
import io.domainsharing.minger.digest.HashList;
import io.domainsharing.minger.digest.LinkEnd;
import io.domainsharing.minger.digest.ListChange;
import io.domainsharing.minger.digest.Position;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.InMemoryLookups;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.SamplePeers;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** tokyo has a digest, austin has none. */
class DigestLookupsTest {
    private static final DigestRules RULES = new DigestRules(Duration.ofHours(24), Duration.ofDays(5), true);
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");
    private static final Peer TOKYO = SamplePeers.peer("tokyo").withSecret(SECRET);
    private static final Peer AUSTIN = SamplePeers.peer("austin");
    private static final String BOB = "bob@example.com";
    private static final String NOBODY = "nobody@example.com";
    private static final PeerAnswer DOWN = new NoAnswer(Reason.KNOWN_DOWN, "");
    private static final PeerAnswer NOT_ASKED = new NoAnswer(Reason.NOT_ASKED, "");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final FakeTimer timer = new FakeTimer(clock);
    private final InMemoryLookups asked = new InMemoryLookups();
    private final Map<String, DigestListener> links = new HashMap<>();
    private final List<String> news = new ArrayList<>();
    private final List<String> spoken = new ArrayList<>();
    private final AskedLately askedLately = new AskedLately(clock::nanos);
    private final InMemoryPeers peers = new InMemoryPeers(TOKYO, AUSTIN);

    @SuppressWarnings("NullAway.Init")
    private PeerDigests digests;

    @SuppressWarnings("NullAway.Init")
    private DigestLookups testee;

    @BeforeEach
    void setUp() {
        digests = open();
        testee = lookups();
    }

    private PeerDigests open() {
        PeerDigests opened = new PeerDigests(
                peers.directory(),
                this::link,
                askedLately,
                RULES,
                new PeerDigests.Times(clock::nanos, clock, timer),
                new PeerDigests.Disk(folder, Runnable::run),
                new RecordedNews(news));
        opened.start();
        return opened;
    }

    private DigestLookups lookups() {
        return new DigestLookups(
                asked, digests, RULES, Duration.ofSeconds(5), timer, (peer, word) -> spoken.add(peer + " " + word));
    }

    private AutoCloseable link(DigestTarget target, DigestListener listener) {
        links.put(target.name(), listener);
        return () -> links.remove(target.name());
    }

    @Test
    void onlyPeersWithASecretShouldBeAskedForADigest() {
        assertThat(links.keySet()).containsExactly("tokyo");
    }

    @Test
    void livePeerShouldNotBeAskedForWhatItDoesNotList() {
        connect(Coverage.GUARDED);

        assertThat(ask(NOBODY)).isCompletedWithValue(new PeerAnswer.Unknown(Duration.ZERO));
        assertThat(asked.asked()).isEmpty();
        assertThat(spoken).containsExactly("tokyo NO");
    }

    @Test
    void livePeerShouldBeAskedForWhatItLists() {
        connect(Coverage.GUARDED);
        asked.program("tokyo", new PeerAnswer.NotNow());

        assertThat(ask(BOB)).isCompletedWithValue(new PeerAnswer.NotNow());
        assertThat(spoken).isEmpty();
    }

    @Test
    void digestsAloneShouldTellWhatTheyCanAndNothingElse() {
        connect(Coverage.GUARDED);
        assertThat(unasked(BOB)).isCompletedWithValue(new PeerAnswer.Accepts(Duration.ZERO));
        assertThat(unasked(NOBODY)).isCompletedWithValue(new PeerAnswer.Unknown(Duration.ZERO));
        connect(Coverage.LISTED);
        assertThat(unasked(NOBODY)).isCompletedWithValue(NOT_ASKED);
        assertThat(asked.asked()).isEmpty();
    }

    /** It was not found silent: it may be asked by the next one, and say yes. */
    @Test
    void digestAloneShouldSayYesOnlyWhereItsPeerIsNotConnected() {
        connect(Coverage.GUARDED);
        tokyo().disconnected(LinkEnd.LOST);
        clock.advance(Duration.ofHours(2));

        assertThat(unasked(BOB)).isCompletedWithValue(new PeerAnswer.Accepts(Duration.ofHours(2)));
        assertThat(unasked(NOBODY)).isCompletedWithValue(NOT_ASKED);
        assertThat(spoken).containsExactly("tokyo YES");
    }

    @Test
    void livePeerThatIsNotGuardedShouldBeAskedForAll() {
        connect(Coverage.LISTED);
        asked.program("tokyo", new PeerAnswer.Accepts());

        assertThat(ask(NOBODY)).isCompletedWithValue(new PeerAnswer.Accepts());
    }

    @Test
    void domainThatCannotBeListedShouldBeAskedForAsEver() {
        connect(Coverage.NOT_LISTED);
        asked.program("tokyo", DOWN);

        assertThat(ask(BOB)).isCompletedWithValue(DOWN);
        assertThat(ask(NOBODY)).isCompletedWithValue(DOWN);
    }

    @Test
    void whatAPeerHasAskedAboutShouldBeAskedForAgain() {
        connect(Coverage.GUARDED);
        askedLately.note(CanonicalAddress.of(address(NOBODY)));
        asked.program("tokyo", new PeerAnswer.Accepts());

        assertThat(ask(NOBODY)).isCompletedWithValue(new PeerAnswer.Accepts());
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"TIMEOUT", "UNREACHABLE", "UNRESOLVABLE", "UNANSWERED", "KNOWN_DOWN"})
    void digestShouldSpeakForAPeerThatIsSilent(Reason reason) {
        connect(Coverage.GUARDED);
        tokyo().disconnected(LinkEnd.LOST);
        asked.program("tokyo", new NoAnswer(reason, ""));
        clock.advance(Duration.ofHours(2));

        assertThat(ask(BOB)).isCompletedWithValue(new PeerAnswer.Accepts(Duration.ofHours(2)));
        assertThat(ask(NOBODY)).isCompletedWithValue(new PeerAnswer.Unknown(Duration.ofHours(2)));
        assertThat(spoken).containsExactly("tokyo YES", "tokyo NO");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"TIMEOUT", "UNREACHABLE", "UNRESOLVABLE", "UNANSWERED", "KNOWN_DOWN"},
            mode = EnumSource.Mode.EXCLUDE)
    void digestShouldSpeakForNoPeerThatIsThere(Reason reason) {
        connect(Coverage.GUARDED);
        tokyo().disconnected(LinkEnd.LOST);
        asked.program("tokyo", new NoAnswer(reason, ""));

        assertThat(ask(BOB)).isCompletedWithValue(new NoAnswer(reason, ""));
    }

    @Test
    void noOfASilentPeersDigestShouldCountForADayAndItsYesForFive() {
        connect(Coverage.GUARDED);
        tokyo().disconnected(LinkEnd.LOST);
        asked.program("tokyo", DOWN);
        clock.advance(Duration.ofHours(25));

        assertThat(ask(NOBODY)).isCompletedWithValue(DOWN);
        assertThat(ask(BOB)).isCompletedWithValue(new PeerAnswer.Accepts(Duration.ofHours(25)));

        clock.advance(Duration.ofDays(5));
        assertThat(ask(BOB)).isCompletedWithValue(DOWN);
    }

    @Test
    void answerOfAPeerThatIsNotConnectedShouldBeWaitedForHalfTheTime() {
        connect(Coverage.GUARDED);
        tokyo().disconnected(LinkEnd.LOST);
        CompletableFuture<PeerAnswer> answer = ask(BOB);
        timer.advance(Duration.ofMillis(2_499));
        assertThat(answer).isNotDone();

        timer.advance(Duration.ofMillis(1));

        assertThat(answer).isCompletedWithValueMatching(PeerAnswer.Accepts.class::isInstance);
    }

    @Test
    void answerOfAPeerThatIsConnectedShouldBeWaitedFor() {
        connect(Coverage.GUARDED);
        CompletableFuture<PeerAnswer> answer = ask(BOB);
        timer.advance(Duration.ofSeconds(4));
        assertThat(answer).isNotDone();

        asked.answer("tokyo", new PeerAnswer.Unknown());

        assertThat(answer).isCompletedWithValue(new PeerAnswer.Unknown());
    }

    @Test
    void peerWithoutADigestShouldBeAskedAsEver() {
        asked.program("austin", DOWN);

        assertThat(testee.of(AUSTIN).ask(address(BOB)).toCompletableFuture()).isCompletedWithValue(DOWN);
    }

    @Test
    void digestShouldBeThereAfterARestartForAYesAndNotForANo() {
        connect(Coverage.GUARDED);
        digests.close();
        digests = open();
        testee = lookups();
        asked.program("tokyo", DOWN);

        assertThat(ask(BOB)).isCompletedWithValueMatching(PeerAnswer.Accepts.class::isInstance);
        assertThat(ask(NOBODY)).isCompletedWithValue(DOWN);
    }

    @Test
    void digestShouldBeThrownAwayWithItsPeer() {
        connect(Coverage.GUARDED);
        digests.close();
        assertThat(folder.resolve("tokyo.digest")).exists();
        digests = open();

        peers.directory().addListener(digests);
        peers.replaceBy(AUSTIN);

        assertThat(folder.resolve("tokyo.digest")).doesNotExist();
        assertThat(links).isEmpty();
    }

    @Test
    void whatChangesShouldBeTold() {
        connect(Coverage.GUARDED);
        news.clear();

        tokyo().changed(2, ListChange.between(PeerDigestFixture.list(BOB), PeerDigestFixture.list(BOB, NOBODY)));
        assertThat(news).containsExactly("grown");

        tokyo().changed(3, ListChange.between(PeerDigestFixture.list(BOB, NOBODY), HashList.EMPTY));
        assertThat(news).containsExactly("grown", "grown", "shrunk");
    }

    @Test
    void wordsShouldTellAnOperatorWhatTheDigestSays() {
        connect(Coverage.GUARDED);

        assertThat(digests.wordsOn(CanonicalAddress.of(address(NOBODY)), List.of(TOKYO, AUSTIN)))
                .containsExactly(new DigestWord(
                        TOKYO.name(), false, true, Duration.ZERO, DigestRules.Word.NO, DigestRules.Word.NO));
        assertThat(digests.state(TOKYO.name()))
                .hasValueSatisfying(state -> assertThat(state.entries()).isOne());
        assertThat(digests.state(AUSTIN.name())).isEmpty();
    }

    private DigestListener tokyo() {
        return Objects.requireNonNull(links.get("tokyo"));
    }

    private void connect(Coverage coverage) {
        DigestListener listener = tokyo();
        listener.connected();
        listener.whole(new Position(7, 1), PeerDigestFixture.list(BOB));
        listener.covers(Map.of("example.com", coverage));
        listener.alive(Duration.ZERO);
    }

    private CompletableFuture<PeerAnswer> ask(String address) {
        return testee.of(TOKYO).ask(address(address)).toCompletableFuture();
    }

    private CompletableFuture<PeerAnswer> unasked(String address) {
        return testee.unasked().of(TOKYO).ask(address(address)).toCompletableFuture();
    }
}

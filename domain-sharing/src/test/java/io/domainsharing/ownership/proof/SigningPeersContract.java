// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.client.Proving;
import io.domainsharing.minger.client.Proving.Way;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every node does with proofs, wherever it stores who signs. */
interface SigningPeersContract {
    String SECRET = "ThisIsASharedSecret";
    Peer TOKYO = peer("tokyo.example.net", SECRET, PeerProof.AUTO);

    FakeClock clock();

    InMemoryPeers peers();

    /** As it is after a restart. */
    SigningPeers started();

    /** Whose replies lacked a proof. */
    List<PeerName> unproven();

    static Peer peer(String host, @Nullable String secret, PeerProof proof) {
        return new Peer(
                new PeerName("tokyo"),
                List.of(HostAndPort.fromParts(host, 25)),
                LookupMethod.MINGER,
                Peer.DEFAULT_MINGER_PORT,
                secret == null ? null : new Secret(secret),
                List.of(),
                Set.of(),
                proof,
                PeerTls.DEFAULT,
                List.of(),
                PeerMode.SHARE,
                false);
    }

    static boolean isRequired(Proving proving) {
        return proving.way() instanceof Way.Proven way && way.isRequired();
    }

    static boolean isPlain(Proving proving) {
        return proving.way() instanceof Way.Plain;
    }

    private static ProofState.Kind kind(SigningPeers testee, Peer peer) {
        return testee.state(peer).orElseThrow().kind();
    }

    @Test
    default void peerShouldBeTriedUntilItSigns() {
        SigningPeers testee = started();
        Proving tokyo = testee.of(TOKYO);

        assertThat(tokyo.way()).isInstanceOfSatisfying(Way.Proven.class, way -> assertThat(way.isRequired())
                .isFalse());
        assertThat(kind(testee, TOKYO)).isEqualTo(ProofState.Kind.UNTRIED);
        tokyo.proven();

        assertThat(isRequired(tokyo)).isTrue();
        assertThat(testee.state(TOKYO)).contains(new ProofState(ProofState.Kind.SIGNS, clock().instant(), null));
    }

    @Test
    default void signingPeerShouldHaveToSignAfterARestart() {
        started().of(TOKYO).proven();

        assertThat(isRequired(started().of(TOKYO))).isTrue();
    }

    @Test
    default void peerThatAnswersOnlyWithoutTagsShouldBeAskedSoForAnHour() {
        SigningPeers testee = started();
        Proving tokyo = testee.of(TOKYO);
        tokyo.plainly();

        assertThat(isPlain(tokyo)).isTrue();
        assertThat(kind(testee, TOKYO)).isEqualTo(ProofState.Kind.PLAIN);
        clock().advance(Duration.ofMinutes(59));
        assertThat(isPlain(tokyo)).isTrue();
        clock().advance(Duration.ofMinutes(1));
        assertThat(isPlain(tokyo)).isFalse();
        assertThat(isRequired(tokyo)).isFalse();
    }

    @Test
    default void peerThatLetsTagsAloneShouldBeAskedWithThemStill() {
        SigningPeers testee = started();
        Proving tokyo = testee.of(TOKYO);
        tokyo.unproven();

        assertThat(isPlain(tokyo)).isFalse();
        assertThat(kind(testee, TOKYO)).isEqualTo(ProofState.Kind.PLAIN);
    }

    @Test
    default void nothingShouldMakeASigningPeerPlain() {
        Proving tokyo = started().of(TOKYO);
        tokyo.proven();
        tokyo.plainly();
        tokyo.unproven();

        assertThat(isRequired(tokyo)).isTrue();
    }

    @Test
    default void anotherSecretOrHostShouldBeginAnew() {
        started().of(TOKYO).proven();

        assertThat(isRequired(started().of(peer("tokyo.example.net", "AnotherSharedSecret", PeerProof.AUTO))))
                .isFalse();
        assertThat(isRequired(started().of(peer("elsewhere.example.net", SECRET, PeerProof.AUTO))))
                .isFalse();
        assertThat(isRequired(started().of(TOKYO))).isTrue();
    }

    @Test
    default void proofShouldBeRequiredFromTheFirstAnswerOnWhereThatIsWanted() {
        assertThat(isRequired(started().of(peer("tokyo.example.net", SECRET, PeerProof.REQUIRED))))
                .isTrue();
    }

    @Test
    default void peerThatNeedProveNothingShouldBeForgotten() {
        started().of(TOKYO).proven();
        Peer never = peer("tokyo.example.net", SECRET, PeerProof.NEVER);
        SigningPeers testee = started();
        testee.start(List.of(never));

        assertThat(isPlain(testee.of(never))).isTrue();
        assertThat(testee.state(never)).isEmpty();
        assertThat(isRequired(started().of(TOKYO))).isFalse();
    }

    @Test
    default void changeToNeverAndBackShouldForgetASigningPeerAtRunTime() {
        SigningPeers testee = started();
        peers().directory().addListener(testee);
        testee.of(TOKYO).proven();

        peers().replaceBy(peer("tokyo.example.net", SECRET, PeerProof.NEVER));
        peers().replaceBy(TOKYO);

        assertThat(isRequired(testee.of(TOKYO))).isFalse();
        assertThat(isRequired(started().of(TOKYO))).isFalse();
    }

    @Test
    default void removedPeerShouldBeForgotten() {
        SigningPeers testee = started();
        peers().directory().addListener(testee);
        Proving before = testee.of(TOKYO);
        before.proven();

        peers().replaceBy();
        peers().replaceBy(TOKYO);

        assertThat(isRequired(testee.of(TOKYO))).isFalse();
        before.proven();
        assertThat(isRequired(started().of(TOKYO)))
                .as("an answer to the peer of before is no news")
                .isFalse();
    }

    @Test
    default void otherChangesShouldForgetNothing() {
        SigningPeers testee = started();
        peers().directory().addListener(testee);
        testee.of(TOKYO).proven();

        peers().replaceBy(peer("tokyo.example.net", SECRET, PeerProof.REQUIRED));
        peers().replaceBy(TOKYO);

        assertThat(isRequired(testee.of(TOKYO))).isTrue();
    }

    @Test
    default void peerWithoutSecretShouldBeAskedPlainly() {
        Peer anonymous = peer("tokyo.example.net", null, PeerProof.AUTO);

        assertThat(isPlain(started().of(anonymous))).isTrue();
        assertThat(started().state(anonymous)).isEmpty();
    }

    @Test
    default void candidateShouldBeAskedAsItIsMeantToBeAndNotRemembered() {
        SigningPeers testee = started();
        SigningPeers.ofCandidate(TOKYO).proven();

        assertThat(isRequired(testee.of(TOKYO))).isFalse();
        assertThat(isRequired(SigningPeers.ofCandidate(peer("tokyo.example.net", SECRET, PeerProof.REQUIRED))))
                .isTrue();
        assertThat(isPlain(SigningPeers.ofCandidate(peer("tokyo.example.net", SECRET, PeerProof.NEVER))))
                .isTrue();
    }

    @Test
    default void repliesWithoutProofShouldBeCountedAndBeNewsForAnHour() {
        SigningPeers testee = started();
        Proving tokyo = testee.of(TOKYO);
        tokyo.proven();
        tokyo.dropped(MingerStatus.EXISTS);
        clock().advance(Duration.ofMinutes(5));
        tokyo.dropped(MingerStatus.DOES_NOT_EXIST);

        assertThat(unproven()).containsExactly(TOKYO.name(), TOKYO.name());
        assertThat(testee.unprovenLately(TOKYO))
                .contains(new UnprovenReplies(
                        2,
                        clock().instant().minus(Duration.ofMinutes(5)),
                        clock().instant(),
                        MingerStatus.DOES_NOT_EXIST));
        clock().advance(Duration.ofHours(1));
        assertThat(testee.unprovenLately(TOKYO)).isEmpty();
        assertThat(testee.state(TOKYO).orElseThrow().unproven()).isNotNull();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.Proof;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.minger.QueryReading;
import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.minger.torture.MisbehavingMingerPeer.Behaviour;
import io.domainsharing.minger.torture.MisbehavingMingerPeer.Received;
import io.domainsharing.network.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may answer a query with proof, and what is asked without one after all. */
@Timeout(60)
class ProvenAnswersTest extends MingerClientFixture {
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");
    private static final ProofKeys KEYS = ProofKeys.of(SECRET);
    private static final Duration TRY = Duration.ofMillis(250);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile boolean isRequired;

    private final Proving proving = new Proving() {
        @Override
        public Way way() {
            return new Way.Proven(KEYS, isRequired);
        }

        @Override
        public void proven() {
            told.add("proven");
        }

        @Override
        public void unproven() {
            told.add("unproven");
        }

        @Override
        public void plainly() {
            told.add("plainly");
        }

        @Override
        public void dropped(MingerStatus status) {
            told.add("dropped " + status.digit());
        }
    };

    private static boolean isProven(Received query) {
        return query.text().contains(" pv=1 ");
    }

    private static Nonce nonceOf(Received query) {
        Proof proof = ((QueryReading.WellFormed) MingerQuery.read(query.text().getBytes(StandardCharsets.US_ASCII)))
                .query()
                .proof();
        return Objects.requireNonNull(proof, "it is proven").nonce();
    }

    private static String answer(Received query, MingerStatus status, ProofKeys keys, Nonce nonce) {
        String mac =
                keys.ofAnswer(Mailbox.parse(query.mailbox()), status, nonce).mac();
        return query.mailbox() + " " + status.digit() + " pv=1 pn=" + nonce + " pm=" + mac;
    }

    private static Behaviour signs(MingerStatus status) {
        return query -> query.reply(
                isProven(query) ? answer(query, status, KEYS, nonceOf(query)) : query.mailbox() + " " + status.digit());
    }

    /** As a server that reads no tags: this to a query with some, and that to one without. */
    private static Behaviour says(String toTags, int plainly) {
        return query -> {
            if (!isProven(query)) {
                query.reply(query.mailbox() + " " + plainly);
            } else if (!toTags.isEmpty()) {
                query.reply(query.mailbox() + " " + toTags);
            }
        };
    }

    private MingerOutcome ask(MisbehavingMingerPeer peer, Duration timeout, int attempts) {
        MingerServer server = new MingerServer("127.0.0.1", peer.address().getPort(), SECRET);
        return join(client(timeout, attempts).ask(server, MAILBOX, LONG, proving));
    }

    private static boolean isProven(MingerOutcome outcome) {
        return ((MingerOutcome.Answered) outcome).isProven();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerWithARightProofShouldCount(boolean required) {
        isRequired = required;

        MingerOutcome outcome = ask(peer(signs(MingerStatus.DOES_NOT_EXIST)), LONG, 1);

        assertThat(status(outcome)).isEqualTo(MingerStatus.DOES_NOT_EXIST);
        assertThat(isProven(outcome)).isTrue();
        assertThat(told).containsExactly("proven");
    }

    @Test
    void forgedAnswerFromTheRightPlaceShouldChangeNothingAndTheWaitGoOn() {
        isRequired = true;
        MisbehavingMingerPeer peer = peer(query -> {
            query.reply(query.mailbox() + " 3");
            signs(MingerStatus.EXISTS).on(query);
        });

        assertThat(status(ask(peer, LONG, 1))).isEqualTo(MingerStatus.EXISTS);
        assertThat(told).containsExactly("dropped 3", "proven");
        assertThat(metrics.events).contains("dropped UNPROVEN");
    }

    @Test
    void forgedAnswersShouldBeSilenceWhenNobodyElseAnswers() {
        isRequired = true;
        MisbehavingMingerPeer peer = peer(says("5", 5));

        MingerOutcome outcome = ask(peer, SHORT, 2);

        assertThat(reason(outcome)).isEqualTo(MingerOutcome.Reason.TIMEOUT);
        assertThat(((MingerOutcome.NoAnswer) outcome).detail()).contains("without the proof");
        assertThat(peer.received()).hasSize(2).allMatch(ProvenAnswersTest::isProven);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongProofShouldChangeNothing(boolean required) {
        isRequired = required;
        Nonce old = new Nonce("000102030405060708090a0b0c0d0e0f");
        ProofKeys others = ProofKeys.of(new Secret("0123456789abcdef"));
        MisbehavingMingerPeer peer = peer(query -> {
            Nonce nonce = nonceOf(query);
            // A right answer to an earlier query.
            query.reply(answer(query, MingerStatus.DOES_NOT_EXIST, KEYS, old));
            // The proof of another answer.
            query.reply(answer(query, MingerStatus.EXISTS, KEYS, nonce).replace(" 5 ", " 3 "));
            // The old proof with the nonce of this query.
            query.reply(answer(query, MingerStatus.DOES_NOT_EXIST, KEYS, old).replace(old.text(), nonce.text()));
            query.reply(answer(query, MingerStatus.DOES_NOT_EXIST, others, nonce));
            // The query itself, sent back with a digit in the place of the digest.
            query.reply(query.text().replaceFirst(" d=[^ ]+", " 3"));
            signs(MingerStatus.EXISTS).on(query);
        });

        assertThat(status(ask(peer, LONG, 1))).isEqualTo(MingerStatus.EXISTS);
        assertThat(told).containsExactly("dropped 3", "dropped 3", "dropped 3", "dropped 3", "dropped 3", "proven");
    }

    @Test
    void answerWithoutProofShouldCountUntilOneIsRequired() {
        MingerOutcome outcome = ask(peer(says("5", 5)), LONG, 1);

        assertThat(status(outcome)).isEqualTo(MingerStatus.EXISTS);
        assertThat(isProven(outcome)).isFalse();
        assertThat(told).containsExactly("unproven");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void refusalOfTagsShouldBeFollowedByTheQueryWithoutThemAtOnce(String refusal) {
        MisbehavingMingerPeer peer = peer(says(refusal, 3));

        assertThat(status(ask(peer, LONG, 1))).isEqualTo(MingerStatus.DOES_NOT_EXIST);
        assertThat(told).containsExactly("plainly");
        assertThat(peer.received()).hasSize(2);
        assertThat(peer.received().get(1).text()).isEqualTo("arvel@example.com d=CXhK7jcPFHAchFxB8NAp9w==");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void silenceToTagsShouldBeFollowedByTheQueryWithoutThemInTheSameTime(int attempts) {
        MisbehavingMingerPeer peer = peer(says("", 5));

        assertThat(status(ask(peer, TRY, attempts))).isEqualTo(MingerStatus.EXISTS);
        assertThat(told).containsExactly("plainly");
        assertThat(peer.received().stream().limit(3).map(ProvenAnswersTest::isProven))
                .containsExactly(true, true, false);
    }

    @Test
    void signingServerShouldBeKnownAsOneWhenTheFirstDatagramIsLost() {
        Behaviour lost = query -> {};
        MisbehavingMingerPeer peer = peer(lost.times(1, signs(MingerStatus.EXISTS)));

        assertThat(status(ask(peer, TRY, 3))).isEqualTo(MingerStatus.EXISTS);
        assertThat(told).containsExactly("proven");
    }

    @Test
    void silenceToTagsShouldLeaveHalfOfAShortTimeForTheQueryWithoutThem() {
        MisbehavingMingerPeer peer = peer(says("", 5));
        MingerServer server = new MingerServer("127.0.0.1", peer.address().getPort(), SECRET);

        assertThat(status(join(client(LONG, 3).ask(server, MAILBOX, Duration.ofMillis(800), proving))))
                .isEqualTo(MingerStatus.EXISTS);
    }

    @Test
    void refusalShouldBeTheAnswerWhenTheQueryWithoutTagsIsRefusedToo() {
        MisbehavingMingerPeer peer = peer(says("2", 2));

        assertThat(status(ask(peer, LONG, 1))).isEqualTo(MingerStatus.BAD_CREDENTIALS);
        assertThat(told).isEmpty();
    }

    @Test
    void refusalThatComesTwiceShouldNotBeTakenForTheAnswerToTheQueryWithoutTags() {
        MisbehavingMingerPeer peer = peer(query -> {
            if (!isProven(query)) {
                query.replyAfter(Duration.ofMillis(200), query.mailbox() + " 5");
            } else {
                query.replyAfter(Duration.ofMillis(query.number() == 1 ? 350 : 100), query.mailbox() + " 2");
            }
        });

        assertThat(status(ask(peer, TRY, 3))).isEqualTo(MingerStatus.EXISTS);
    }

    @Test
    void accessDeniedShouldBeAnAnswer() {
        assertThat(status(ask(peer(says("1", 5)), LONG, 1))).isEqualTo(MingerStatus.ACCESS_DENIED);
    }

    @Test
    void silentServerShouldLeaveNothingToRemember() {
        assertThat(reason(ask(peer(MisbehavingMingerPeer.drops()), SHORT, 3))).isEqualTo(MingerOutcome.Reason.TIMEOUT);
        assertThat(told).isEmpty();
    }

    @Test
    void answerShouldBeDroppedWhenAProofIsRequiredSinceTheQueryWasSent() {
        MisbehavingMingerPeer peer = peer(query -> {
            isRequired = true;
            query.reply(query.mailbox() + " 3");
            signs(MingerStatus.EXISTS).on(query);
        });

        assertThat(status(ask(peer, LONG, 1))).isEqualTo(MingerStatus.EXISTS);
    }

    @Test
    void queryShouldGoPlainlyWithoutASecret() {
        MisbehavingMingerPeer peer = peer(MisbehavingMingerPeer.answers(5));

        assertThat(status(join(client(LONG, 1).ask(server(peer), MAILBOX, LONG, proving))))
                .isEqualTo(MingerStatus.EXISTS);
        assertThat(peer.received().get(0).text()).isEqualTo("arvel@example.com");
    }

    @Test
    void nonceShouldBeKnownAsOwnWhileTheQueryIsInFlight() {
        MingerClient client = client(LONG, 1);
        List<Boolean> own = new CopyOnWriteArrayList<>();
        List<Nonce> nonces = new CopyOnWriteArrayList<>();
        MisbehavingMingerPeer peer = peer(query -> {
            nonces.add(nonceOf(query));
            own.add(client.isAskingWith(nonceOf(query)));
            signs(MingerStatus.EXISTS).on(query);
        });
        MingerServer server = new MingerServer("127.0.0.1", peer.address().getPort(), SECRET);

        assertThat(status(join(client.ask(server, MAILBOX, LONG, proving)))).isEqualTo(MingerStatus.EXISTS);
        assertThat(status(join(client.ask(server, MAILBOX, LONG, proving)))).isEqualTo(MingerStatus.EXISTS);

        assertThat(own).containsExactly(true, true);
        assertThat(nonces).doesNotHaveDuplicates();
        Awaitility.await().until(() -> nonces.stream().noneMatch(client::isAskingWith));
    }
}

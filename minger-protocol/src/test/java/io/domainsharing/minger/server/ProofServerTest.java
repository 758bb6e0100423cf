// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.Proof;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.network.Secret;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProofServerTest extends MingerResponderFixture {
    private static final Mailbox MAILBOX = Mailbox.parse("Arvel@Example.com");
    private static final Nonce NONCE = new Nonce("000102030405060708090a0b0c0d0e0f");

    private static String query(Secret secret, Proof proof) {
        return new String(MingerQuery.proven(MAILBOX, secret, proof).toBytes(), StandardCharsets.US_ASCII);
    }

    private static String right(Secret secret) {
        return query(secret, ProofKeys.of(secret).ofQuery(MAILBOX, NONCE));
    }

    private static String answer(Secret secret, MingerStatus status) {
        return MAILBOX + " " + status.digit() + " pv=1 pn=" + NONCE + " pm="
                + ProofKeys.of(secret).ofAnswer(MAILBOX, status, NONCE).mac();
    }

    @Test
    void answerShouldBeProvenByTheSecretOfTheQuery() {
        MingerResponder responder = start(open(), exists);

        assertThat(exchange(responder, right(OLD))).isEqualTo(answer(OLD, MingerStatus.EXISTS));
        assertThat(exchange(responder, right(NEW))).isEqualTo(answer(NEW, MingerStatus.EXISTS));
    }

    @Test
    void answerShouldBeTheSameWhenAQueryComesAgain() {
        MingerResponder responder = start(open(), exists);

        assertThat(exchange(responder, right(OLD))).isEqualTo(exchange(responder, right(OLD)));
    }

    @Test
    void answerShouldBeAtMostTwoOctetsLongerThanTheQuery() {
        MingerResponder responder = start(open(), exists);
        String query = right(OLD);

        assertThat(exchange(responder, query).length()).isLessThanOrEqualTo(query.length() + 2);
    }

    @Test
    void wrongProofShouldBeRefusedAsAWrongDigestIsWhereverAnonymousQueriesAreAllowed() {
        MingerResponder responder = start(open(), exists);
        Proof otherSecret = ProofKeys.of(NEW).ofQuery(MAILBOX, NONCE);
        Proof otherMailbox = ProofKeys.of(OLD).ofQuery(Mailbox.parse("eve@example.com"), NONCE);
        Proof otherNonce = new Proof(
                new Nonce("f00102030405060708090a0b0c0d0e0f"),
                ProofKeys.of(OLD).ofQuery(MAILBOX, NONCE).mac());
        Proof ofAnAnswer = ProofKeys.of(OLD).ofAnswer(MAILBOX, MingerStatus.EXISTS, NONCE);

        for (Proof wrong : List.of(otherSecret, otherMailbox, otherNonce, ofAnAnswer)) {
            assertThat(exchange(responder, query(OLD, wrong))).isEqualTo(MAILBOX + " 2");
        }
    }

    @Test
    void proofWithoutDigestShouldBeRefused() {
        MingerResponder responder = start(open(), exists);
        String query = right(OLD).replaceFirst(" d=[^ ]+", "");

        assertThat(exchange(responder, query)).isEqualTo(MAILBOX + " 2");
    }

    @Test
    void proofWithAWrongDigestShouldBeRefused() {
        MingerResponder responder = start(open(), exists);
        String query = right(OLD).replaceFirst(" d=[^ ]+", " d=CXhK7jcPFHAchFxB8NAp9w==");

        assertThat(exchange(responder, query)).isEqualTo(MAILBOX + " 2");
    }

    @Test
    void proofShouldBeRefusedWhenTheServerHasNoSecret() {
        MingerResponder responder = start(withSecrets(List.of(), true), exists);

        assertThat(exchange(responder, right(OLD))).isEqualTo(MAILBOX + " 2");
    }

    @Test
    void strangerShouldBeDeniedWhateverHeProves() {
        MingerResponder responder = start(configuration(true, address -> false), exists);

        assertThat(exchange(responder, right(OLD))).isEqualTo(MAILBOX + " 1");
    }

    @Test
    void queryOfAnUnknownVersionShouldBeAnsweredAsAPlainOne() {
        MingerResponder responder = start(open(), exists);

        assertThat(exchange(responder, right(OLD).replace("pv=1", "pv=2"))).isEqualTo(MAILBOX + " 5");
    }

    @Test
    void queryAsTheDraftHasItShouldBeAnsweredAsTheDraftHasIt() {
        MingerResponder responder = start(open(), exists);
        String query = new String(MingerQuery.of(MAILBOX, OLD).toBytes(), StandardCharsets.US_ASCII);

        assertThat(exchange(responder, query)).isEqualTo(MAILBOX + " 5");
        assertThat(exchange(responder, MAILBOX.toString())).isEqualTo(MAILBOX + " 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"d=CXhK7jcPFHAchFxB8NAp9w==", "pv=1", "pn=000102030405060708090a0b0c0d0e0f"})
    void partOfAProofThatIsThereTwiceShouldBeMalformed(String again) {
        MingerResponder responder = start(open(), exists);

        assertThat(exchange(responder, right(OLD) + " " + again)).isEqualTo(MAILBOX + " 0");
    }

    @Test
    void ownQueryThatIsSentBackShouldGetNoReply() {
        MingerResponder responder =
                MingerResponder.start(open(), exists, metrics, ReplyListener.NONE, nonce -> nonce.equals(NONCE));
        started.add(responder);

        InetSocketAddress to = responder.boundAddresses().get(0);
        assertThat(exchange(to, right(OLD), 300)).isEqualTo(SILENCE);
        assertThat(events).contains("unanswered OWN_QUERY");
        assertThat(exchange(to, right(OLD).replaceFirst(" pv=.*", ""), 10_000)).isEqualTo(MAILBOX + " 5");
    }

    private static MingerResponderConfiguration withSecrets(List<Secret> secrets, boolean anonymous) {
        return new MingerResponderConfiguration(
                List.of(new InetSocketAddress(address("127.0.0.1"), 0)),
                secrets,
                anonymous,
                source -> true,
                1000,
                100,
                Duration.ofSeconds(5));
    }
}

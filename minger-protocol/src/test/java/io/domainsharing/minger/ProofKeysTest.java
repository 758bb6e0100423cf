// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.network.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProofKeysTest {
    private static final ProofKeys KEYS = ProofKeys.of(new Secret("ThisIsASharedSecret"));
    private static final Mailbox MAILBOX = Mailbox.parse("arvel@example.com");
    private static final Nonce NONCE = new Nonce("000102030405060708090a0b0c0d0e0f");

    static Stream<Arguments> keys() {
        return Vectors.of("proof-keys.tsv");
    }

    static Stream<Arguments> proofs() {
        return Vectors.of("proofs.tsv");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void keysShouldBeThoseOfTheVectors(String secret, String query, String answer) {
        assertThat(HexFormat.of().formatHex(ProofKeys.key(new Secret(secret), "query")))
                .isEqualTo(query);
        assertThat(HexFormat.of().formatHex(ProofKeys.key(new Secret(secret), "answer")))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void datagramsShouldBeThoseOfTheVectors(
            String text, String address, String nonce, String digit, String query, String answer) {
        Secret secret = new Secret(text);
        ProofKeys keys = ProofKeys.of(secret);
        Mailbox mailbox = Mailbox.parse(address);
        MingerStatus status = MingerStatus.of((byte) digit.charAt(0)).orElseThrow();

        MingerQuery asked = MingerQuery.proven(mailbox, secret, keys.ofQuery(mailbox, new Nonce(nonce)));
        MingerResponse answered = new MingerResponse(mailbox, status, keys.ofAnswer(mailbox, status, new Nonce(nonce)));

        assertThat(ascii(asked.toBytes())).isEqualTo(query);
        assertThat(ascii(answered.toBytes())).isEqualTo(answer);
        assertThat(MingerQuery.read(query.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new QueryReading.WellFormed(asked));
        assertThat(MingerResponse.read(answer.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(new ResponseReading.WellFormed(answered));
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void answerShouldBeTwoOctetsLongerThanTheShortestQueryWithAProof(
            String secret, String mailbox, String nonce, String digit, String query, String answer) {
        int withoutDigest = query.length() - " d=".length() - Digest.LENGTH;

        assertThat(answer.length()).isEqualTo(withoutDigest + 2);
        assertThat(query.length()).isLessThan(MingerQuery.MAXIMUM_LENGTH / 2);
    }

    @Test
    void rightProofShouldProve() {
        assertThat(KEYS.proveQuery(MAILBOX, KEYS.ofQuery(MAILBOX, NONCE))).isTrue();
        assertThat(KEYS.proveAnswer(MAILBOX, MingerStatus.EXISTS, KEYS.ofAnswer(MAILBOX, MingerStatus.EXISTS, NONCE)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void queryThatIsSentBackShouldProveNoAnswer(MingerStatus status) {
        assertThat(KEYS.proveAnswer(MAILBOX, status, KEYS.ofQuery(MAILBOX, NONCE)))
                .isFalse();
        assertThat(KEYS.proveQuery(MAILBOX, KEYS.ofAnswer(MAILBOX, status, NONCE)))
                .isFalse();
    }

    @Test
    void proofShouldHoldForItsStatusOnly() {
        Proof no = KEYS.ofAnswer(MAILBOX, MingerStatus.DOES_NOT_EXIST, NONCE);

        assertThat(KEYS.proveAnswer(MAILBOX, MingerStatus.EXISTS, no)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arvel@example.con", "Arvel@example.com", "arvel@example.co", "arvel@example.comm"})
    void proofShouldHoldForItsMailboxOctetByOctet(String other) {
        assertThat(KEYS.proveQuery(Mailbox.parse(other), KEYS.ofQuery(MAILBOX, NONCE)))
                .isFalse();
        assertThat(KEYS.proveAnswer(
                        Mailbox.parse(other), MingerStatus.EXISTS, KEYS.ofAnswer(MAILBOX, MingerStatus.EXISTS, NONCE)))
                .isFalse();
    }

    @Test
    void proofShouldHoldForItsNonceOnly() {
        Proof other = new Proof(
                new Nonce("100102030405060708090a0b0c0d0e0f"),
                KEYS.ofQuery(MAILBOX, NONCE).mac());

        assertThat(KEYS.proveQuery(MAILBOX, other)).isFalse();
    }

    @Test
    void proofShouldHoldForItsSecretOnly() {
        ProofKeys others = ProofKeys.of(new Secret("ThisIsASharedSecreu"));

        assertThat(others.proveQuery(MAILBOX, KEYS.ofQuery(MAILBOX, NONCE))).isFalse();
        assertThat(others.mark("tokyo")).isNotEqualTo(KEYS.mark("tokyo")).hasSize(32);
        assertThat(KEYS.mark("tokyo")).isEqualTo(KEYS.mark("tokyo")).isNotEqualTo(KEYS.mark("austin"));
    }

    private static String ascii(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.network.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofTagsTest {
    private static final String NONCE = "000102030405060708090a0b0c0d0e0f";
    private static final String MAC = "65da75b1581cb13cbbab2a5294a3ea8d";
    private static final String DIGEST = "d=CXhK7jcPFHAchFxB8NAp9w==";
    private static final Proof PROOF = new Proof(new Nonce(NONCE), MAC);
    private static final int MUTANTS = 200_000;
    private static final long SEED = 43;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pv=1 pn=" + NONCE + " pm=" + MAC,
                "pm=" + MAC + " pn=" + NONCE + " pv=1",
                "x=1 pv=1 y=2 pn=" + NONCE + " pm=" + MAC + " z=3"
            })
    void proofShouldBeFoundAmongTagsInAnyOrder(String tags) {
        assertThat(query(tags)).isInstanceOfSatisfying(QueryReading.WellFormed.class, reading -> assertThat(
                        reading.query().proof())
                .isEqualTo(PROOF));
        assertThat(response("a@b 5 " + tags).proof()).isEqualTo(PROOF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=1", "pv=2 pn=" + NONCE + " pm=" + MAC, "pn=" + NONCE + " pm=" + MAC, "pv=11 pn=x pm=y"})
    void tagsOfNoKnownVersionShouldBeIgnored(String tags) {
        assertThat(query(tags)).isInstanceOfSatisfying(QueryReading.WellFormed.class, reading -> assertThat(
                        reading.query().proof())
                .isNull());
        assertThat(response("a@b 5 " + tags).proof()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pv=1",
                "pv=1 pn=" + NONCE,
                "pv=1 pm=" + MAC,
                "pv=1 pn=" + NONCE + "0 pm=" + MAC,
                "pv=1 pn=" + NONCE + " pm=65da75b1581cb13cbbab2a5294a3ea8",
                "pv=1 pn=000102030405060708090A0B0C0D0E0F pm=" + MAC,
                "pv=1 pn=" + NONCE + " pm=g5da75b1581cb13cbbab2a5294a3ea8d",
                "pv=1 pn=" + NONCE + " pm=_5da75b1581cb13cbbab2a5294a3ea8d"
            })
    void proofThatLacksItsFormShouldBeMalformedInAQueryAndNoneInAnAnswer(String tags) {
        assertThat(query(tags))
                .isEqualTo(
                        new QueryReading.Malformed(Mailbox.parse("arvel@example.com"), QueryReading.Defect.BAD_PROOF));
        assertThat(response("a@b 5 " + tags).proof()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pv=1 pv=1", "pv=1 pn=" + NONCE + " pn=" + NONCE, "pv=1 pm=" + MAC + " pm=" + MAC})
    void proofThatIsThereTwiceShouldBeMalformedInAQueryAndNoneInAnAnswer(String tags) {
        String all = tags + (tags.contains("pn=") ? "" : " pn=" + NONCE) + (tags.contains("pm=") ? "" : " pm=" + MAC);

        assertThat(query(all))
                .isEqualTo(new QueryReading.Malformed(
                        Mailbox.parse("arvel@example.com"), QueryReading.Defect.REPEATED_TAG));
        assertThat(response("a@b 5 " + all).proof()).isNull();
    }

    @Test
    void answerOfAThousandTagsShouldHaveNoProofAndStillItsDigit() {
        String tags = " pv=1 pn=" + NONCE + " pm=" + MAC + " x=1".repeat(200);

        assertThat(response("a@b 4" + tags))
                .isEqualTo(new MingerResponse(Mailbox.parse("a@b"), MingerStatus.EXISTS_BUT_CANNOT_RECEIVE));
    }

    @Test
    void nothingThatDiffersFromARightProofShouldProve() {
        ProofKeys keys = ProofKeys.of(new Secret("ThisIsASharedSecret"));
        Mailbox mailbox = Mailbox.parse("arvel@example.com");
        byte[] right = new MingerResponse(
                        mailbox, MingerStatus.EXISTS, keys.ofAnswer(mailbox, MingerStatus.EXISTS, new Nonce(NONCE)))
                .toBytes();
        Random random = new Random(SEED);
        int read = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = right.clone();
            int at = random.nextInt(mutant.length);
            mutant[at] ^= (byte) (1 + random.nextInt(255));
            if (MingerResponse.read(mutant) instanceof ResponseReading.WellFormed reading) {
                MingerResponse response = reading.response();
                Proof proof = response.proof();
                if (proof != null) {
                    read++;
                    assertThat(proof.nonce().text().equals(NONCE)
                                    && keys.proveAnswer(response.mailbox(), response.status(), proof))
                            .as(new String(mutant, StandardCharsets.ISO_8859_1))
                            .isFalse();
                }
            }
        }
        assertThat(read).as("mutants that have a proof").isGreaterThan(MUTANTS / 100);
    }

    @Test
    void nonceShouldBeAnotherEachTime() {
        SecureRandom random = new SecureRandom();

        assertThat(Nonce.fresh(random)).isNotEqualTo(Nonce.fresh(random));
    }

    private static QueryReading query(String tags) {
        return MingerQuery.read(("arvel@example.com " + DIGEST + " " + tags).getBytes(StandardCharsets.US_ASCII));
    }

    private static MingerResponse response(String text) {
        return ((ResponseReading.WellFormed) MingerResponse.read(text.getBytes(StandardCharsets.US_ASCII))).response();
    }
}

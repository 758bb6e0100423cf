// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingsTest {
    private static final InetSocketAddress SERVER = InetSocketAddress.createUnresolved("tokyo.example.net", 4069);

    private final AtomicLong nanos = new AtomicLong();
    private final Spellings testee = new Spellings(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @ParameterizedTest
    @CsvSource({
        "frank.n-1@example.com, FRANK.N-1@EXAMPLE.COM",
        "\"a @ b\"@example.com, \"a @ b\"@EXAMPLE.COM",
        "a{b}|~`[c]^_@b.c,      A{B}|~`[C]^_@B.C"
    })
    void onlyLettersShouldBeRespeltAndNoneThatIsQuoted(String mailbox, String upper) {
        assertThat(Mailbox.parse(mailbox).respelt(() -> true)).isEqualTo(Mailbox.parse(upper));
        assertThat(Mailbox.parse(upper).respelt(() -> false)).isEqualTo(Mailbox.parse(mailbox));
    }

    @Test
    void spellingShouldBeAnotherOneEachTime() {
        Mailbox mailbox = Mailbox.parse("frank@example.com");

        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> testee.respelt(mailbox).toString())
                        .distinct())
                .as("of 32,768")
                .hasSizeGreaterThan(40)
                .allSatisfy(spelt -> assertThat(spelt).isEqualToIgnoringCase(mailbox.toString()));
    }

    @ParameterizedTest
    @CsvSource({"a@b.c, true", "A1@b.c, true", "1@b.c, false", "a@127.0.0.1, false", "\"a\"@b.c, false"})
    void onlyAMailboxWithLettersInBothPartsShouldProveSomething(String mailbox, boolean isProof) {
        assertThat(Spellings.isProof(Mailbox.parse(mailbox))).isEqualTo(isProof);
    }

    @Test
    void proofShouldDifferInLocalPartAndDomain() {
        Mailbox mailbox = Mailbox.parse("a1@b.c");

        assertThat(IntStream.range(0, 100).mapToObj(i -> testee.respeltThroughout(mailbox)))
                .allSatisfy(respelt -> {
                    assertThat(respelt.localPart()).isEqualTo("A1");
                    assertThat(respelt.domain()).isNotEqualTo("b.c");
                });
    }

    @Test
    void serverShouldBeAskedAsUsualUntilItIsProvenToTakeAnyCase() {
        assertThat(testee.claimProof(SERVER)).isTrue();
        assertThat(testee.claimProof(SERVER)).as("one finds out").isFalse();
        assertThat(testee.takesAnyCase(SERVER)).isFalse();

        testee.prove(SERVER, true);
        assertThat(testee.takesAnyCase(SERVER)).isTrue();
        assertThat(testee.claimProof(SERVER)).isFalse();
    }

    @Test
    void serverThatFailedShouldBeTriedAgainAfterAnHour() {
        testee.prove(SERVER, false);
        assertThat(testee.claimProof(SERVER)).isFalse();

        pass(Spellings.TRY_AGAIN_AFTER);
        assertThat(testee.claimProof(SERVER)).isTrue();
    }

    @Test
    void serverThatWasSilentShouldBeTriedAgainSoon() {
        testee.foundSilent(SERVER);
        assertThat(testee.claimProof(SERVER)).isFalse();

        pass(Spellings.TRY_SILENT_AGAIN_AFTER);
        assertThat(testee.takesAnyCase(SERVER)).isFalse();
        assertThat(testee.claimProof(SERVER)).isTrue();
    }

    @Test
    void proofShouldLastADayFromTheLatestYesToSuchASpelling() {
        testee.prove(SERVER, true);
        pass(Duration.ofHours(23));
        testee.answered(SERVER, MingerStatus.EXISTS);
        pass(Duration.ofHours(23));
        testee.answered(SERVER, MingerStatus.DOES_NOT_EXIST);
        assertThat(testee.takesAnyCase(SERVER)).isTrue();

        pass(Duration.ofHours(1));
        assertThat(testee.takesAnyCase(SERVER)).as("a no proves nothing").isFalse();
        assertThat(testee.claimProof(SERVER)).isTrue();
    }

    @Test
    void forgedRepliesToOneQuestionShouldNotBringTheUsualSpellingBack() {
        testee.prove(SERVER, true);
        for (int i = 0; i < 10; i++) {
            testee.unmatched(SERVER);
            testee.unmatched(SERVER);
            assertThat(testee.takesAnyCase(SERVER)).isTrue();
            testee.answered(SERVER, MingerStatus.DOES_NOT_EXIST);
        }

        testee.unmatched(SERVER);
        testee.unmatched(SERVER);
        testee.unmatched(SERVER);
        assertThat(testee.takesAnyCase(SERVER)).isFalse();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {
    private static final PeerName AUSTIN = new PeerName("austin");
    private static final Map<String, Verdict> VERDICTS = Map.of(
            "account", new Verdict.Local(LocalMatch.ACCOUNT),
            "alias", new Verdict.Local(LocalMatch.ALIAS),
            "catch-all", new Verdict.Local(LocalMatch.CATCH_ALL),
            "austin", new Verdict.OnPeer(AUSTIN, Verdict.Source.ASKED),
            "remembered", new Verdict.OnPeer(AUSTIN, Verdict.Source.CACHE),
            "pinned", new Verdict.OnPeer(AUSTIN, Verdict.Source.PINNED),
            "gateway", new Verdict.OnGateway(Domain.of("customer.example"), Verdict.Proof.ASKED),
            "nobody", new Verdict.Nobody(),
            "undetermined",
                    new Verdict.Undetermined(List.of(new Verdict.MissingAnswer("austin", "silent", false, true))));
    private static final Map<String, PeerAnswer> ANSWERS = Map.of(
            "yes", new PeerAnswer.Accepts(),
            "yes to all", new PeerAnswer.AcceptsAll(),
            "not now", new PeerAnswer.NotNow(),
            "no", new PeerAnswer.Unknown(),
            "silence", new NoAnswer(Reason.TIMEOUT, ""),
            "refusal", new NoAnswer(Reason.REFUSED, ""),
            "down", new NoAnswer(Reason.KNOWN_DOWN, ""));

    private static Difference of(String verdict, String answer) {
        return Difference.of(Objects.requireNonNull(VERDICTS.get(verdict)), Objects.requireNonNull(ANSWERS.get(answer)))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody,       yes,        WOULD_TAKE",
        "nobody,       yes to all, WOULD_TAKE",
        "nobody,       not now,    WOULD_DEFER",
        "nobody,       no,         NONE",
        "nobody,       silence,    WOULD_DEFER",
        "nobody,       refusal,    WOULD_DEFER",
        "nobody,       down,       WOULD_DEFER",
        "undetermined, yes,        WOULD_TAKE",
        "undetermined, yes to all, NONE",
        "undetermined, not now,    NONE",
        "undetermined, silence,    NONE",
        "account,      yes,        ON_BOTH",
        "alias,        yes,        ON_BOTH",
        "account,      not now,    ON_BOTH",
        "account,      yes to all, NONE",
        "account,      no,         NONE",
        "account,      silence,    NONE",
        "catch-all,    yes,        FROM_CATCH_ALL",
        "catch-all,    yes to all, FROM_CATCH_ALL",
        "catch-all,    not now,    WOULD_DEFER",
        "catch-all,    silence,    WOULD_DEFER",
        "catch-all,    no,         NONE",
        "austin,       yes,        ON_BOTH",
        "remembered,   not now,    ON_BOTH",
        "austin,       silence,    NONE",
        "austin,       yes to all, NONE",
        "gateway,      yes,        ON_BOTH",
        "pinned,       yes,        NONE",
        "pinned,       not now,    NONE"
    })
    void differenceShouldBeThatOfTheVerdictTableWhenThePeerShared(String verdict, String answer, Difference expected) {
        assertThat(of(verdict, answer)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"OVERLOADED", "CLOSED", "UNASKABLE"})
    void whatWasNotAskedShouldTellNothing(Reason reason) {
        assertThat(Difference.of(new Verdict.Nobody(), new NoAnswer(reason, "")))
                .isEmpty();
    }

    @Test
    void everyVerdictShouldHaveADifferenceForEveryAnswer() {
        VERDICTS.keySet().forEach(verdict -> ANSWERS.keySet()
                .forEach(answer -> assertThat(of(verdict, answer)).isNotNull()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InMemoryOwnershipTest {
    private static final Verdict NOBODY = new Verdict.Nobody();

    private final InMemoryOwnership testee = new InMemoryOwnership();

    @Test
    void resolveShouldWaitUntilTheTestCompletesIt() {
        CompletableFuture<Verdict> verdict =
                testee.resolve(address("Frank@example.com")).toCompletableFuture();

        assertThat(verdict).isNotDone();
        testee.complete("frank@example.com", NOBODY);

        assertThat(verdict).isCompletedWithValue(NOBODY);
        assertThat(testee.known(address("frank@example.com"))).isEmpty();
    }

    @Test
    void resolveShouldAnswerAtOnceWhenTheVerdictIsKnown() {
        Verdict local = new Verdict.Local(LocalMatch.ACCOUNT);
        testee.know("ann@example.com", local);

        assertThat(testee.resolve(address("ann@example.com")).toCompletableFuture())
                .isCompletedWithValue(local);
        assertThat(testee.local(address("ann@example.com"))).isEqualTo(local);
        assertThat(testee.asked()).containsExactly(address("ann@example.com"));
    }

    @Test
    void completeShouldThrowWhenNobodyAsked() {
        assertThatThrownBy(() -> testee.complete("frank@example.com", NOBODY))
                .isInstanceOf(IllegalStateException.class);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("T1")
class HandoverGateTest {
    private static final Verdict LOCAL = new Verdict.Local(LocalMatch.ACCOUNT);
    private static final Verdict NOBODY = new Verdict.Nobody();

    static Stream<Verdict> elsewhere() {
        return Stream.of(
                new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED),
                new Verdict.OnGateway(Domain.of("customer.example"), Verdict.Proof.UNCHECKED));
    }

    @ParameterizedTest
    @MethodSource("elsewhere")
    void recipientElsewhereShouldBeDeferredWhereNothingIsHandedOver(Verdict verdict) throws Exception {
        Verdict told = new HandoverGate(false).pass(verdict);

        assertThat(RcptReply.of(told, new MailAddress("bob@example.com")).code())
                .isEqualTo(451);
        assertThat(new HandoverGate(true).pass(verdict)).isSameAs(verdict);
    }

    @ParameterizedTest
    @MethodSource("here")
    void allOthersShouldBeToldAsEver(Verdict verdict) {
        assertThat(new HandoverGate(false).pass(verdict)).isSameAs(verdict);
    }

    static Stream<Verdict> here() {
        return Stream.of(LOCAL, NOBODY);
    }
}

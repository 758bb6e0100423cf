// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.gateway.TestGateways.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.Proof;
import io.domainsharing.ownership.configuration.CacheConfiguration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The verdicts of docs/adr/0012, over the real resolver. */
class GatewayOwnershipTest extends GatewayOwnershipFixture {
    /** Columns: whenUnreachable, the host's answer, the peer's, the verdict. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ACCEPT | yes     | no      | OnGateway[domain=Domain : customer.example, proof=ASKED]
            ACCEPT | yes     | yes     | OnGateway[domain=Domain : customer.example, proof=ASKED]
            ACCEPT | no      | yes     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | all     | yes     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | all     | no      | OnGateway[domain=Domain : customer.example, proof=ASKED]
            ACCEPT | all     | silent  | undetermined
            ACCEPT | yes     | all     | OnGateway[domain=Domain : customer.example, proof=ASKED]
            ACCEPT | no      | all     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | silent  | yes     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | not_now | yes     | OnPeer[owner=tokyo, source=ASKED]
            ACCEPT | no      | no      | Nobody[]
            ACCEPT | silent  | no      | OnGateway[domain=Domain : customer.example, proof=UNREACHABLE]
            ACCEPT | silent  | silent  | OnGateway[domain=Domain : customer.example, proof=UNREACHABLE]
            ACCEPT | silent  | not_now | mailbox unavailable
            ACCEPT | refused | no      | undetermined
            ACCEPT | not_now | no      | mailbox unavailable
            ACCEPT | no      | silent  | undetermined
            ACCEPT | no      | not_now | mailbox unavailable
            DEFER  | yes     | silent  | OnGateway[domain=Domain : customer.example, proof=ASKED]
            DEFER  | silent  | yes     | OnPeer[owner=tokyo, source=ASKED]
            DEFER  | silent  | no      | undetermined
            DEFER  | no      | no      | Nobody[]
            """)
    void verdictShouldFollowTheTableInWhateverOrderTheAnswersCome(
            WhenUnreachable whenUnreachable, String host, String peer, String verdict) throws Exception {
        for (boolean hostFirst : new boolean[] {true, false}) {
            GatewayOwnership testee = testee(gateway(Verification.MINGER, null, whenUnreachable, true));
            CompletableFuture<Verdict> actual = testee.resolve(BOB).toCompletableFuture();
            lookups.answer(hostFirst ? HOST : "tokyo", answer(hostFirst ? host : peer));
            lookups.answer(hostFirst ? "tokyo" : HOST, answer(hostFirst ? peer : host));

            assertThat(actual).isCompleted();
            assertThat(shown(actual.join())).as("host first: %s", hostFirst).isEqualTo(verdict);
        }
    }

    @Test
    void peersYesShouldWaitForTheHostsAnswerAndNoLongerThanTheBudget() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        CompletableFuture<Verdict> verdict = testee.resolve(BOB).toCompletableFuture();

        lookups.answer("tokyo", new PeerAnswer.Accepts());
        assertThat(verdict).isNotCompleted();

        timer.advance(BUDGET);
        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
    }

    @Test
    void hostShouldTakeTheAddressOverFromThePeerWhenItsYesComesLate() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        CompletableFuture<Verdict> unused = testee.resolve(BOB).toCompletableFuture();
        lookups.answer("tokyo", new PeerAnswer.Accepts());
        timer.advance(BUDGET);

        lookups.answer(HOST, new PeerAnswer.Accepts());

        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.CACHE));
    }

    /** Columns: the host's answer when the peer said yes, who is remembered. */
    @ParameterizedTest
    @CsvSource({"no, tokyo", "silent, nobody", "refused, nobody", "not_now, nobody"})
    void peersYesShouldBeRememberedOnlyWhenTheHostSaidNo(String host, String remembered) throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        lookups.program(HOST, answer(host)).program("tokyo", new PeerAnswer.Accepts());

        assertThat(testee.resolve(BOB).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
        assertThat(testee.known(BOB)
                        .map(known -> ((Verdict.OnPeer) known).owner().value())
                        .orElse("nobody"))
                .isEqualTo(remembered);
    }

    @Test
    void addressShouldStayTheHostsWhenARefreshFindsItSilentAndAPeerSaysYes() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        lookups.program(HOST, new PeerAnswer.Accepts()).program("tokyo", new PeerAnswer.Accepts());
        testee.resolve(BOB).toCompletableFuture().join();
        lookups.program(HOST, answer("silent")).forgetAsked();

        timer.advance(CacheConfiguration.DEFAULT_REFRESH_AFTER);
        testee.known(BOB);

        assertThat(lookups.asked()).containsExactly(HOST, "tokyo");
        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.CACHE));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "MINGER"})
    @Tag("H2")
    void addressThatNoCommandCarriesShouldBeNobodysWithoutAQuestion(Verification verify) throws Exception {
        GatewayOwnership testee = testee(gateway(verify, null, WhenUnreachable.ACCEPT, true));

        for (String text : List.of("\"a\tb\"@customer.example", "\"b\u00f6b\"@customer.example")) {
            assertThat(testee.known(address(text))).contains(new Verdict.Nobody());
            assertThat(testee.resolve(address(text)).toCompletableFuture()).isCompletedWithValue(new Verdict.Nobody());
        }
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void hostAloneShouldBeAskedAndItsYesBeRemembered() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, false));
        lookups.program(HOST, new PeerAnswer.Accepts());

        assertThat(testee.known(BOB)).isEmpty();
        assertThat(testee.resolve(BOB).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnGateway(Domain.of("customer.example"), Proof.ASKED));
        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.CACHE));
        assertThat(lookups.asked()).containsExactly(HOST);
    }

    @Test
    void unreachableHostShouldBeAskedAgainForTheNextRecipient() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, false));
        lookups.program(HOST, answer("silent"));

        testee.resolve(BOB).toCompletableFuture().join();

        assertThat(testee.known(BOB)).isEmpty();
        assertThat(unverified).hasValue(1);
    }

    @Test
    @Tag("L4")
    void hostShouldBeAskedFirstWhereAPeerHasRefused() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        lookups.program(HOST, new PeerAnswer.Accepts());

        assertThat(testee.resolveWithout(BOB, new PeerName("tokyo")).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnGateway(Domain.of("customer.example"), Proof.ASKED));
        assertThat(lookups.asked()).containsExactly(HOST);
    }

    @Test
    void everyAddressShouldBeTheGatewaysWhereNothingIsVerified() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.NONE, null, WhenUnreachable.DEFER, false));

        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.UNCHECKED));
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void gatewayShouldComeBeforeAnAccountAndACatchAllOfThisServer() throws Exception {
        directory.add("bob@customer.example", LocalMatch.ACCOUNT);
        directory.setCatchAll(true);
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, false));
        lookups.program(HOST, new PeerAnswer.Unknown());

        assertThat(testee.resolve(BOB).toCompletableFuture()).isCompletedWithValue(new Verdict.Nobody());
        assertThat(testee.local(BOB)).isEqualTo(new Verdict.Nobody());
    }

    @Test
    void otherDomainsShouldBeAskedForAsEver() throws Exception {
        GatewayOwnership testee = testee(gateway(Verification.MINGER, null, WhenUnreachable.ACCEPT, true));
        lookups.program("tokyo", new PeerAnswer.Unknown()).program("oslo", new PeerAnswer.Accepts());

        assertThat(testee.resolve(address("bob@example.com")).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("oslo"), Verdict.Source.ASKED));
        assertThat(testee.resolve(address("bob@sub.customer.example")).toCompletableFuture())
                .isCompletedWithValue(new Verdict.Nobody());
        assertThat(lookups.asked()).doesNotContain(HOST);
    }

    private static String shown(Verdict verdict) {
        if (verdict instanceof Verdict.Undetermined undetermined) {
            return undetermined.mailboxUnavailable() ? "mailbox unavailable" : "undetermined";
        }
        return verdict.toString().replaceFirst("(, )?digestAge=null", "");
    }
}

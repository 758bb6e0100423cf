// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.pin.SamplePins.pin;
import static io.domainsharing.ownership.resolution.ResolverFixture.NO;
import static io.domainsharing.ownership.resolution.ResolverFixture.SILENCE;
import static io.domainsharing.ownership.resolution.ResolverFixture.YES;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.configuration.AccountsConfiguration;
import io.domainsharing.ownership.configuration.AccountsConfiguration.WhenPeerUnreachable;
import io.domainsharing.ownership.resolution.AccountGuard.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("D4")
class AccountGuardTest {
    private static final String BOB = "bob@example.com";
    private static final Decision ALLOWED = new Decision.Allowed();
    private static final PeerAnswer OVER_QUOTA = new PeerAnswer.NotNow();
    private static final PeerAnswer REFUSED = new PeerAnswer.NoAnswer(PeerAnswer.Reason.REFUSED, "status 2");

    private final ResolverFixture fixture = new ResolverFixture("tokyo", "austin");
    private final List<MailAddress> allowed = new ArrayList<>();

    @Test
    void addressShouldBeAllowedWhenEveryPeerSaysNo() {
        fixture.lookups.program("tokyo", NO).program("austin", NO);

        assertThat(decision(WhenPeerUnreachable.REFUSE)).isEqualTo(ALLOWED);
        assertThat(fixture.lookups.asked()).containsExactly("tokyo", "austin");
    }

    @ParameterizedTest
    @EnumSource
    void addressShouldBeRefusedNamingThePeerWhenOneHasIt(WhenPeerUnreachable policy) {
        fixture.lookups.program("tokyo", YES).program("austin", SILENCE);

        assertThat(decision(policy)).isEqualTo(new Decision.Refused("'bob@example.com' already exists on peer tokyo"));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("H2")
    void addressThatNoCommandCarriesShouldBeRefusedWithoutAQuestion(WhenPeerUnreachable policy) {
        assertThat(decision("\"a\tb\"@example.com", policy))
                .isEqualTo(new Decision.Refused("'\"a\\u0009b\"@example.com' can be no address: it has a control"
                        + " character, or half a character"));
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    @Tag("H2")
    void addressBeyondAsciiShouldBeRefusedWithARemedyThatHelps() {
        PeerAnswer unaskable = new PeerAnswer.NoAnswer(PeerAnswer.Reason.UNASKABLE, "Minger cannot carry this address");
        fixture.lookups.program("tokyo", unaskable).program("austin", unaskable);

        assertThat(decision("\"b\u00f6b\"@example.com", WhenPeerUnreachable.REFUSE))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.reason())
                        .contains("'\"b\\u00f6b\"@example.com'", "; choose an address in ASCII, or set <accounts>")
                        .doesNotContain("try again later"));
    }

    @Test
    void addressShouldCountAsTakenWhenThePeersMailboxTakesNoMailNow() {
        fixture.lookups.program("tokyo", NO).program("austin", OVER_QUOTA);

        assertThat(decision(WhenPeerUnreachable.ALLOW))
                .isEqualTo(new Decision.Refused("'bob@example.com' already exists on peer austin"));
    }

    @ParameterizedTest
    @EnumSource
    void peerThatAcceptsEveryAddressShouldForbidNone(WhenPeerUnreachable policy) {
        fixture.lookups.program("tokyo", new PeerAnswer.AcceptsAll()).program("austin", NO);

        assertThat(decision(policy)).isEqualTo(ALLOWED);
    }

    @Test
    void peerThatAcceptsEveryAddressShouldNotHideAnotherThatHasIt() {
        fixture.lookups.program("tokyo", new PeerAnswer.AcceptsAll()).program("austin", YES);

        assertThat(decision(WhenPeerUnreachable.REFUSE))
                .isEqualTo(new Decision.Refused("'bob@example.com' already exists on peer austin"));
    }

    @Test
    void refusalShouldNameEveryPeerThatHasTheAddress() {
        fixture.lookups.program("tokyo", YES).program("austin", OVER_QUOTA);

        assertThat(decision(WhenPeerUnreachable.REFUSE))
                .isEqualTo(new Decision.Refused("'bob@example.com' already exists on peer tokyo and peer austin"));
    }

    @Test
    void addressShouldBeRefusedWithReasonAndRemedyWhenAPeerIsSilent() {
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);

        assertThat(decision(WhenPeerUnreachable.REFUSE))
                .isEqualTo(new Decision.Refused(
                        "peer tokyo could not be asked whether it has 'bob@example.com' (no answer in time: silent); try again"
                                + " later, or set <accounts><whenPeerUnreachable>allow</whenPeerUnreachable></accounts>"
                                + " in conf/domainsharing.xml"));
    }

    @Test
    void refusalShouldNameEveryPeerThatGaveNoAnswer() {
        fixture.lookups.program("tokyo", SILENCE).program("austin", REFUSED);

        assertThat(decision(WhenPeerUnreachable.REFUSE))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.reason())
                        .contains("(no answer in time: silent), "
                                + "nor could peer austin (answered, but not the question: status 2); try again later"));
    }

    @Test
    void addressShouldBeAllowedWhenAPeerIsSilentAndTheConfigurationSaysSo() {
        fixture.lookups.program("tokyo", SILENCE).program("austin", NO);

        assertThat(decision(WhenPeerUnreachable.ALLOW)).isEqualTo(ALLOWED);
    }

    @Test
    void peersShouldNotBeAskedWhenTheAddressExistsHereAlready() {
        fixture.directory.add(BOB, LocalMatch.ALIAS);

        assertThat(decision(WhenPeerUnreachable.REFUSE)).isEqualTo(ALLOWED);
        assertThat(fixture.lookups.asked()).isEmpty();
    }

    @Test
    void peersShouldBeAskedAfreshWhenTheCacheKnowsTheOwner() {
        fixture.remember(BOB, "tokyo");
        fixture.lookups.program("tokyo", NO).program("austin", NO);

        assertThat(decision(WhenPeerUnreachable.REFUSE)).isEqualTo(ALLOWED);
        assertThat(fixture.cachedOwner(BOB)).as("it lives here from now on").isEqualTo("nobody");
    }

    @Test
    void ownerShouldStayRememberedWhenTheAddressIsRefused() {
        fixture.remember(BOB, "tokyo");
        fixture.lookups.program("tokyo", YES).program("austin", NO);

        assertThat(decision(WhenPeerUnreachable.REFUSE)).isInstanceOf(Decision.Refused.class);
        assertThat(fixture.cachedOwner(BOB)).isEqualTo("tokyo");
    }

    @Test
    void nobodyShouldBeForgottenWhenTheAddressIsAllowed() {
        fixture.resolver.rememberNobody(address(BOB));
        fixture.lookups.program("tokyo", NO).program("austin", NO);

        assertThat(decision(WhenPeerUnreachable.REFUSE)).isEqualTo(ALLOWED);
        assertThat(fixture.resolver.known(address(BOB))).isEmpty();
    }

    @Test
    void allPeersShouldBeAskedAtOnce() {
        CompletableFuture<Decision> decision =
                guard(WhenPeerUnreachable.REFUSE).mayCreate(address(BOB)).toCompletableFuture();

        assertThat(fixture.lookups.asked()).containsExactly("tokyo", "austin");
        fixture.lookups.answer("austin", NO);
        assertThat(decision).isNotDone();
        fixture.lookups.answer("tokyo", NO);
        assertThat(decision).isCompletedWithValue(ALLOWED);
    }

    @Test
    void addressShouldBeToldWhenItIsAllowedOnly() {
        fixture.lookups.program("tokyo", NO).program("austin", YES);
        decision(WhenPeerUnreachable.REFUSE);
        assertThat(allowed).isEmpty();

        fixture.lookups.program("austin", NO);
        decision(WhenPeerUnreachable.REFUSE);
        assertThat(allowed).containsExactly(address(BOB));
    }

    @Test
    void addressShouldNotBeToldWhenItExistsHereAlready() {
        fixture.directory.add(BOB, LocalMatch.ACCOUNT);
        decision(WhenPeerUnreachable.REFUSE);

        assertThat(allowed).isEmpty();
    }

    @Test
    void addressShouldBeAllowedWithoutAQuestionWhenItIsPinnedHere() throws Exception {
        fixture.lookups.program("tokyo", YES).program("austin", SILENCE);
        fixture.pins.put(pin(BOB, "here"));

        assertThat(decision(WhenPeerUnreachable.REFUSE)).isEqualTo(ALLOWED);
        assertThat(fixture.lookups.asked()).isEmpty();
        assertThat(allowed).containsExactly(address(BOB));
    }

    @Test
    void peersShouldHearOfAnAddressThatIsPinnedHereWhereADigestPromisesThat() throws Exception {
        fixture.lookups.program("tokyo", YES).program("austin", NO);
        fixture.pins.put(pin(BOB, "here"));

        assertThat(guard(WhenPeerUnreachable.REFUSE, true)
                        .mayCreate(address(BOB))
                        .toCompletableFuture())
                .isCompletedWithValue(ALLOWED);
        assertThat(fixture.lookups.asked()).containsExactly("tokyo", "austin");
        assertThat(allowed).containsExactly(address(BOB));
    }

    @Test
    void addressThatIsPinnedHereShouldBeRefusedWhileAPeerThatHasToHearOfItIsSilent() throws Exception {
        fixture.lookups.program("tokyo", YES).program("austin", SILENCE);
        fixture.pins.put(pin(BOB, "here"));

        assertThat(guard(WhenPeerUnreachable.REFUSE, true)
                        .mayCreate(address(BOB))
                        .toCompletableFuture())
                .isCompletedWithValueMatching(Decision.Refused.class::isInstance);
        assertThat(allowed).isEmpty();
    }

    @Test
    void addressShouldBeRefusedWhenItIsPinnedToAPeer() throws Exception {
        fixture.lookups.program("tokyo", NO).program("austin", NO);
        fixture.pins.put(pin(BOB, "tokyo"));

        assertThat(decision(WhenPeerUnreachable.ALLOW))
                .isEqualTo(
                        new Decision.Refused(
                                "'bob@example.com' is pinned to peer tokyo; remove that pin first (domain-sharing pins remove)"));
    }

    private Decision decision(WhenPeerUnreachable policy) {
        return decision(BOB, policy);
    }

    private Decision decision(String address, WhenPeerUnreachable policy) {
        return guard(policy).mayCreate(address(address)).toCompletableFuture().join();
    }

    private AccountGuard guard(WhenPeerUnreachable policy) {
        return guard(policy, false);
    }

    private AccountGuard guard(WhenPeerUnreachable policy, boolean asksThoughPinned) {
        return new AccountGuard(
                fixture.resolver,
                new FreshLookup(fixture.peers.directory(), fixture.lookups, () -> 0),
                fixture.pins,
                new AccountsConfiguration(policy),
                asksThoughPinned,
                allowed::add);
    }
}

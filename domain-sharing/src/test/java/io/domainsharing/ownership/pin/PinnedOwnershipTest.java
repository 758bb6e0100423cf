// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.pin.SamplePins.pin;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.OnPeer;
import io.domainsharing.ownership.Verdict.Source;
import io.domainsharing.ownership.membership.InMemoryPeers;
import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PinnedOwnershipTest {
    private static final MailAddress DAVE = address("dave@example.com");
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final PeerName AUSTIN = new PeerName("austin");
    private static final Verdict HERE = new Verdict.Local(LocalMatch.ACCOUNT);
    private static final Verdict PINNED = new OnPeer(TOKYO, Source.PINNED);

    private final InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo"), InMemoryPeers.peer("austin"));
    private final InMemoryOwnership others = new InMemoryOwnership().know(DAVE, HERE);
    private final Pins pins = SamplePins.of(peers.directory(), new FakeClock());
    private final PinnedOwnership testee = new PinnedOwnership(others, pins);

    @BeforeEach
    void pinDave() throws Exception {
        pins.put(pin("dave@example.com", "tokyo"));
    }

    @Test
    void pinShouldComeBeforeAnAccountHereAndAskNobody() {
        assertThat(testee.known(DAVE)).contains(PINNED);
        assertThat(now(testee.resolve(DAVE))).isEqualTo(PINNED);
        assertThat(now(testee.askFor(InetAddresses.forString("192.0.2.1"), DAVE)))
                .isEqualTo(PINNED);
        assertThat(others.asked()).isEmpty();
    }

    @Test
    void pinToAPeerThatIsOnlyObservedShouldNotCount() throws Exception {
        peers.replaceBy(InMemoryPeers.peer("tokyo").withMode(PeerMode.OBSERVE), InMemoryPeers.peer("austin"));

        assertThat(testee.known(DAVE)).contains(HERE);
        assertThat(pins.put(pin("eve@example.com", "tokyo"))).isEqualTo(Pins.Outcome.NO_SUCH_PEER);

        peers.replaceBy(InMemoryPeers.peer("tokyo").withMode(PeerMode.DRAIN), InMemoryPeers.peer("austin"));
        assertThat(testee.known(DAVE)).contains(PINNED);
    }

    @Test
    void otherServersShouldBeToldThatItIsNotHere() {
        assertThat(testee.local(DAVE)).isEqualTo(new Verdict.Nobody());
        assertThat(testee.local(address("nobody@example.com"))).isEqualTo(new Verdict.Nobody());
    }

    @Test
    void refusalOfTheOwnerShouldFallBackToTheAccountHere() {
        assertThat(now(testee.resolveWithout(DAVE, TOKYO))).isEqualTo(HERE);
        assertThat(now(testee.resolveWithout(DAVE, AUSTIN))).isEqualTo(PINNED);
    }

    @Test
    void addressShouldBeLookedUpAsEverWhenThePinDoesNotCount() {
        peers.replaceBy(InMemoryPeers.peer("austin"));

        assertThat(testee.known(DAVE)).contains(HERE);
        assertThat(testee.local(DAVE)).isEqualTo(HERE);
    }

    @Test
    void pinToThisServerShouldMakeNoVerdict() throws Exception {
        others.know("frank@example.com", new OnPeer(AUSTIN, Source.CACHE));
        pins.put(pin("dave@example.com", "here"));
        pins.put(pin("frank@example.com", "here"));

        assertThat(testee.known(DAVE)).contains(HERE);
        assertThat(testee.local(DAVE)).isEqualTo(HERE);
        assertThat(testee.known(address("frank@example.com"))).contains(new OnPeer(AUSTIN, Source.CACHE));
    }

    private static Verdict now(CompletionStage<Verdict> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void twoServersThatPinToEachOtherShouldBothSayNo() throws Exception {
        Pins tokyos = SamplePins.of(new InMemoryPeers(InMemoryPeers.peer("paris")).directory(), new FakeClock());
        tokyos.put(pin("dave@example.com", "paris"));
        Ownership tokyo = new PinnedOwnership(new InMemoryOwnership().know(DAVE, HERE), tokyos);

        assertThat(testee.local(DAVE)).isEqualTo(new Verdict.Nobody());
        assertThat(tokyo.local(DAVE)).isEqualTo(new Verdict.Nobody());
    }
}

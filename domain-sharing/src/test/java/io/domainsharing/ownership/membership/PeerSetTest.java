// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.membership.InMemoryPeers.peer;
import static io.domainsharing.ownership.membership.InMemoryPeers.peerOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.membership.MxKnowledge.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is asked, by peers, gateways and what DNS says; and that the three ways to ask for it never differ. */
class PeerSetTest {
    private static final Domain COM = Domain.of("example.com");
    private static final Domain ORG = Domain.of("example.org");
    private static final Domain CUSTOMER = Domain.of("customer.example");
    private static final Peer TOKYO = peer("tokyo");
    private static final Peer OSLO = peerOf("oslo", "example.com");

    private static Gateway gateway(Verification verify, boolean alsoAskPeers) {
        return new Gateway(
                CUSTOMER,
                List.of(HostAndPort.fromParts("mx.customer.example", 25)),
                verify,
                4069,
                null,
                verify == Verification.FILE ? "file://conf/customer.txt" : null,
                Gateway.WhenUnreachable.ACCEPT,
                alsoAskPeers);
    }

    private static MxKnowledge mx(String missing) {
        return new MxKnowledge(
                Map.of(COM, List.of("oslo", "tokyo")),
                missing.isEmpty()
                        ? Map.of(COM, new Said(null, Set.of("tokyo")))
                        : Map.of(COM, new Said(missing, Set.of())),
                COM::equals);
    }

    @Test
    void peersShouldBeAskedForTheirDomainsInOrder() {
        PeerSet testee = new PeerSet(List.of(TOKYO, OSLO), List.of(), MxKnowledge.NONE);

        assertThat(testee.asked(COM)).isEqualTo(Asked.of(List.of(TOKYO, OSLO)));
        assertThat(testee.asked(ORG)).isEqualTo(Asked.of(List.of(TOKYO)));
    }

    @Test
    void orderOfMxShouldCountForItsDomainAlone() {
        PeerSet testee = new PeerSet(List.of(TOKYO, OSLO), List.of(), mx(""));

        assertThat(testee.asked(COM).destinations()).containsExactly(OSLO, TOKYO);
        assertThat(testee.asked(COM).missing()).isNull();
        assertThat(testee.mx().isBelowThisServer(COM, "tokyo")).isTrue();
        assertThat(testee.mx().isBelowThisServer(ORG, "tokyo")).isFalse();
    }

    @Test
    void whatDnsHasNotSaidShouldBeMissingWithItsReason() {
        PeerSet testee = new PeerSet(List.of(), List.of(), mx("time-out"));

        assertThat(testee.isNobodyAsked(COM)).isFalse();
        assertThat(testee.asked(COM).missing())
                .hasToString(
                        "Missing[who=dns, answer=NoAnswer[reason=UNRESOLVABLE, detail=the MX hosts of example.com are not known:"
                                + " time-out]]");
        assertThat(testee.isNobodyAsked(ORG)).isTrue();
        assertThat(new PeerSet(List.of(), List.of(), new MxKnowledge(Map.of(), Map.of(), COM::equals))
                        .isNobodyAsked(COM))
                .as("not asked yet")
                .isFalse();
    }

    @Test
    void hostOfAGatewayShouldComeFirstAndPeersOnlyWhereItSaysSo() {
        Gateway alone = gateway(Verification.MINGER, false);
        Gateway shared = gateway(Verification.RCPT, true);
        Gateway file = gateway(Verification.FILE, false);

        assertThat(new PeerSet(List.of(TOKYO), List.of(alone), MxKnowledge.NONE).asked(CUSTOMER))
                .isEqualTo(new Asked(List.of(alone), true, null));
        assertThat(new PeerSet(List.of(TOKYO), List.of(shared), MxKnowledge.NONE).asked(CUSTOMER))
                .isEqualTo(new Asked(List.of(shared, TOKYO), true, null));
        assertThat(new PeerSet(List.of(TOKYO), List.of(file), MxKnowledge.NONE).asked(CUSTOMER))
                .isEqualTo(Asked.of(List.of()));
        Asked sharedAsked = new PeerSet(List.of(TOKYO), List.of(shared), MxKnowledge.NONE).asked(CUSTOMER);
        assertThat(sharedAsked.peer(TOKYO.name())).contains(TOKYO);
        assertThat(sharedAsked.peer(shared.name())).isEmpty();
    }

    @Test
    void firstShouldPrevailNoMoreOnceItHasRefused() {
        Gateway host = gateway(Verification.MINGER, true);
        Asked asked = new PeerSet(List.of(TOKYO), List.of(host), MxKnowledge.NONE).asked(CUSTOMER);

        assertThat(asked.without(host.name())).isEqualTo(Asked.of(List.of(TOKYO)));
        assertThat(asked.without(TOKYO.name())).isEqualTo(new Asked(List.of(host), true, null));
    }

    static Stream<PeerSet> sets() {
        List<PeerSet> sets = new ArrayList<>();
        for (MxKnowledge mx : List.of(MxKnowledge.NONE, mx(""), mx("time-out"))) {
            for (List<Peer> peers : List.of(List.<Peer>of(), List.of(TOKYO), List.of(OSLO), List.of(OSLO, TOKYO))) {
                sets.add(new PeerSet(peers, List.of(), mx));
                for (Verification verify : Verification.values()) {
                    sets.add(new PeerSet(peers, List.of(gateway(verify, true)), mx));
                    sets.add(new PeerSet(peers, List.of(gateway(verify, false)), mx));
                }
            }
        }
        return sets.stream();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void quickAnswersShouldSayWhatTheListSays(PeerSet testee) {
        for (Domain domain : List.of(COM, ORG, CUSTOMER)) {
            Asked asked = testee.asked(domain);
            List<Destination> all = new ArrayList<>(List.of(TOKYO, OSLO));
            all.addAll(testee.gateways());
            CanonicalAddress bob = CanonicalAddress.of(address("bob@" + domain.asString()));
            for (Destination destination : all) {
                assertThat(testee.mayOwn(destination.name(), bob))
                        .as("%s about %s", destination.name(), bob)
                        .isEqualTo(asked.destinations().contains(destination));
            }
            assertThat(testee.isNobodyAsked(domain))
                    .as(domain.asString())
                    .isEqualTo(asked.destinations().isEmpty() && asked.missing() == null);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.secondary.AllowedClients;
import io.domainsharing.ownership.secondary.Secondaries;
import java.net.InetAddress;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To whom the digest promises that nothing is created without a question. */
@Tag("D13")
class DigestRelationsTest {
    private static final InetAddress TOKYO = InetAddresses.forString("192.0.2.7");
    private static final Domain DOMAIN = Domain.of("example.com");

    private final InMemoryPeers peers = new InMemoryPeers(InMemoryPeers.peer("tokyo", "192.0.2.7"));
    private final DigestRelations testee =
            new DigestRelations(new AllowedClients(peers, Secondaries.NONE), peers, peers.directory());

    @ParameterizedTest
    @CsvSource({"SHARE, true", "OBSERVE, false", "DRAIN, false"})
    void onlyAPeerThatTheAccountGuardAsksShouldBePromisedAnything(PeerMode mode, boolean isPromised) {
        peers.replaceBy(InMemoryPeers.peer("tokyo", "192.0.2.7").withMode(mode));

        assertThat(testee.isAskedAbout(TOKYO, DOMAIN)).isEqualTo(isPromised);
    }

    @Test
    void peerOfAnotherDomainShouldBePromisedNothing() {
        peers.replaceBy(InMemoryPeers.peerOf("tokyo", "example.org", "192.0.2.7"));

        assertThat(testee.isAskedAbout(TOKYO, DOMAIN)).isFalse();
    }

    @Test
    void strangerShouldBePromisedNothing() {
        assertThat(testee.isAskedAbout(InetAddresses.forString("192.0.2.8"), DOMAIN))
                .isFalse();
    }
}

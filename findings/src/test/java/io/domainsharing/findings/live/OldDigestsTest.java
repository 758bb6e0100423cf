// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.digest.DigestState;
import io.domainsharing.ownership.peer.PeerState.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D13")
class OldDigestsTest {
    private static final Duration TRUSTED_FOR = Duration.ofHours(24);
    private static final Peer TOKYO = new Peer(
                    new PeerName("tokyo"),
                    List.of(HostAndPort.fromParts("tokyo.example.net", 25)),
                    LookupMethod.MINGER,
                    Peer.DEFAULT_MINGER_PORT,
                    new Secret("ThisIsASharedSecret"),
                    List.of(),
                    Set.of())
            .withDigestPort(4070);

    private static List<Finding> found(boolean isLive, Duration age, Status status) {
        Findings findings = new Findings("here");
        OldDigests.check(TOKYO, new DigestState(isLive, age, 7, 1, Map.of()), status, TRUSTED_FOR, findings);
        return findings.all();
    }

    @Test
    void peerThatAnswersAndWhoseDigestIsOldShouldBeFoundWithItsPort() {
        assertThat(found(false, Duration.ofMinutes(11), Status.UP))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(Rule.DIGEST_OLD);
                    assertThat(finding.text()).contains("11 minutes old");
                    assertThat(finding.remedy()).contains("TCP port 4070 of tokyo");
                });
    }

    @Test
    void digestOfNowShouldNotBeFoundNorOneThatIsConnectedToAnewSoon() {
        assertThat(found(true, Duration.ofSeconds(3), Status.UP)).isEmpty();
        assertThat(found(false, Duration.ofMinutes(9), Status.UP)).isEmpty();
    }

    @Test
    void digestOfAPeerThatIsDownShouldBeFoundOnceItSaysNoNoLonger() {
        assertThat(found(false, Duration.ofHours(23), Status.DOWN)).isEmpty();
        assertThat(found(false, Duration.ofHours(25), Status.DOWN))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("deferred, no longer refused"));
    }
}

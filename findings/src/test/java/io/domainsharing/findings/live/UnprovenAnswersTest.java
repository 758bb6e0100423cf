// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.proof.SigningPeers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnprovenAnswersTest {
    private static final Peer TOKYO = new Peer(
            new PeerName("tokyo"),
            List.of(HostAndPort.fromParts("tokyo.example.net", 25)),
            LookupMethod.MINGER,
            Peer.DEFAULT_MINGER_PORT,
            new Secret("ThisIsASharedSecret"),
            List.of(),
            Set.of());

    private final FakeClock clock = new FakeClock();
    private SigningPeers signing = SigningPeers.switchedOff(clock);

    @BeforeEach
    void tokyoSigns(@TempDir Path folder) {
        signing = SigningPeers.load(folder, clock, Runnable::run, peer -> {});
        signing.of(TOKYO).proven();
    }

    private List<Finding> found() {
        Findings findings = new Findings("here");
        UnprovenAnswers.check(TOKYO, signing, findings);
        return findings.all();
    }

    @Test
    void nothingShouldBeFoundWhileAllAnswersAreSigned() {
        assertThat(found()).isEmpty();
    }

    @Test
    void answersWithoutProofShouldBeFoundWithBothReasonsAndTheWayBack() {
        signing.of(TOKYO).dropped(MingerStatus.DOES_NOT_EXIST);
        signing.of(TOKYO).dropped(MingerStatus.DOES_NOT_EXIST);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(Rule.PEER_UNPROVEN);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.text()).contains("2 times since 2026-03-01T12:00:00Z");
            assertThat(finding.remedy())
                    .contains("forges", "<proof>never</proof>", "tokyo")
                    .doesNotContain("secret");
        });
    }

    @Test
    void wrongSecretShouldBeNamedWhenThatIsWhatTheLastAnswerSays() {
        signing.of(TOKYO).dropped(MingerStatus.BAD_CREDENTIALS);

        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.text()).contains("once since");
            assertThat(finding.remedy()).contains("compare the <secret> of both servers");
        });
    }

    @Test
    void findingShouldEndAnHourAfterTheLastSuchAnswer() {
        signing.of(TOKYO).dropped(MingerStatus.EXISTS);
        clock.advance(Duration.ofMinutes(59));
        assertThat(found()).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        assertThat(found()).isEmpty();
    }
}

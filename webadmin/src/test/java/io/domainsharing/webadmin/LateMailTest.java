// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.live.LateMail;
import io.domainsharing.ownership.EtrnClients;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.waiting.HeldMail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("O3")
class LateMailTest {
    private static final Peer TOKYO = InMemoryPeers.peer("tokyo");
    private static final Gateway RELAYED = gateway("relayed.example", EtrnClients.NOBODY);
    private static final Gateway FETCHING =
            gateway("fetching.example", new EtrnClients(List.of(), Set.of(Username.of("fetch@example.com"))));

    private final FakeClock clock = new FakeClock();
    private final InMemoryWaitingMail mail = new InMemoryWaitingMail();
    private final LateMail testee =
            new LateMail(new InMemoryPeers(List.of(RELAYED, FETCHING), TOKYO).directory(), mail, clock);

    @Test
    void mailShouldBeNamedWithItsAgeAndItsLastFailureOnceItIsLate() {
        Instant since = clock.instant();
        mail.put(
                TOKYO.name(), new HeldMail(20L, since, null, new HeldMail.Failure(since, "tokyo: connection refused")));

        clock.advance(LateMail.LATE.minusSeconds(1));
        assertThat(testee.found()).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(testee.found())
                .isEqualTo("Mail waits: 20 for tokyo, the oldest since " + since + " (tokyo: connection refused)");
    }

    @Test
    void gatewaysShouldBeNamedUnlessTheyFetchTheirMail() {
        HeldMail held = new HeldMail(1L, clock.instant(), null, null);
        mail.put(RELAYED.name(), held);
        mail.put(FETCHING.name(), held);
        clock.advance(Duration.ofDays(1));

        assertThat(testee.found()).contains("1 for gateway-relayed.example").doesNotContain("fetching");
    }

    @Test
    void nothingShouldBeFoundWhereTheQueueCannotTell() {
        mail.put(TOKYO.name(), HeldMail.NOT_KNOWN);
        clock.advance(Duration.ofDays(1));

        assertThat(testee.found()).isEmpty();
    }

    private static Gateway gateway(String domain, EtrnClients etrn) {
        return new Gateway(
                Domain.of(domain),
                List.of(HostAndPort.fromParts("mx." + domain, 25)),
                Verification.NONE,
                4069,
                null,
                null,
                WhenUnreachable.ACCEPT,
                false,
                etrn,
                List.of());
    }
}

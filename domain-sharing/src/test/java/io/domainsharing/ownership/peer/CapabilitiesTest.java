// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.smtpclient.Certificates;
import io.domainsharing.smtpclient.Extensions;
import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.SmtpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D15")
class CapabilitiesTest {
    private static final Peer TOKYO = new Peer(
            new PeerName("tokyo"),
            List.of(HostAndPort.fromParts("mx1.example.net", 25), HostAndPort.fromParts("mx2.example.net", 25)),
            LookupMethod.MINGER,
            Peer.DEFAULT_MINGER_PORT,
            null,
            List.of(),
            Set.of());
    private static final SmtpServer FIRST = new SmtpServer("mx1.example.net", 25);
    private static final SmtpServer SECOND = new SmtpServer("mx2.example.net", 25);

    private final FakeClock clock = new FakeClock();
    private final Capabilities testee = new Capabilities(clock, clock::nanos);

    @Test
    void peerOfWhichAHostWasNotHeardShouldHaveNoLimit() {
        assertThat(limit()).isEmpty();

        testee.announced(FIRST, announcing("SIZE 1000"));

        assertThat(limit()).isEmpty();
    }

    @Test
    void largestLimitOfItsHostsShouldCount() {
        testee.announced(FIRST, announcing("SIZE 1000"));
        testee.announced(SECOND, announcing("SIZE 2000"));

        assertThat(limit()).hasValue(2000);
    }

    @Test
    void oneHostWithoutALimitShouldBeEnoughForNone() {
        testee.announced(FIRST, announcing("SIZE 1000"));
        testee.announced(SECOND, announcing("SIZE"));

        assertThat(limit()).isEmpty();
    }

    @Test
    void whatWasHeardLastShouldCountForAMinute() {
        testee.announced(FIRST, announcing("SIZE 1000"));
        testee.announced(SECOND, announcing("SIZE 1000"));
        testee.announced(FIRST, announcing("SIZE 500"));
        testee.announced(SECOND, announcing("SIZE 500"));
        clock.advance(Capabilities.FRESH);
        assertThat(limit()).hasValue(500);

        clock.advance(Duration.ofNanos(1));

        assertThat(limit()).isEmpty();
        assertThat(testee.wasTooLarge(501, TOKYO)).isTrue();
        assertThat(testee.wasTooLarge(500, TOKYO)).isFalse();
    }

    @Test
    void wordsThatMailMayDependOnShouldBeKeptAndNoOthers() {
        testee.announced(
                new SmtpServer("MX1.example.NET", 25, Certificates.UNCHECKED),
                announcing("XANYTHING", "starttls", "SIZE 7", "8BITMIME"));

        assertThat(testee.of(FIRST)).hasValueSatisfying(heard -> {
            assertThat(heard.keywords()).containsExactly("8BITMIME", "SIZE", "STARTTLS");
            assertThat(heard.limit()).hasValue(7);
            assertThat(heard.at()).isEqualTo(clock.instant());
        });
        assertThat(testee.of(SECOND)).isEmpty();
    }

    private OptionalLong limit() {
        return testee.limit(TOKYO, Capabilities.FRESH);
    }

    private static Extensions announcing(String... lines) {
        List<String> reply = new ArrayList<>(List.of("hello"));
        reply.addAll(List.of(lines));
        return Extensions.of(new SmtpReply(250, reply));
    }
}

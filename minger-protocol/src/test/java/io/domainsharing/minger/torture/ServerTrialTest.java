// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.minger.torture.ServerTrial.Outcome;
import io.domainsharing.network.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own responder, which does all of it right, and others, which do not. */
@Timeout(60)
class ServerTrialTest {
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");
    private static final Mailbox EXISTING = Mailbox.parse("frank@example.com");
    private static final Mailbox MISSING = Mailbox.parse("nobody@example.com");
    private static final Path PAGE = Path.of("../docs/minger-torture.md");

    private static List<Outcome> outcomes(InetSocketAddress server, @Nullable Secret secret) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        new ServerTrial(server, Duration.ofMillis(300)).run(EXISTING, MISSING, secret, outcomes::add);
        return outcomes;
    }

    private static MingerResponder responder(List<Secret> secrets) {
        return MingerResponder.start(
                new MingerResponderConfiguration(
                        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        secrets,
                        secrets.isEmpty(),
                        source -> true,
                        MingerResponderConfiguration.DEFAULT_QUERIES_PER_SECOND_PER_SOURCE,
                        MingerResponderConfiguration.DEFAULT_MAXIMUM_IN_FLIGHT,
                        MingerResponderConfiguration.DEFAULT_DIRECTORY_DEADLINE),
                (mailbox, asker) -> CompletableFuture.completedStage(
                        mailbox.localPart().equals("frank") ? MingerStatus.EXISTS : MingerStatus.DOES_NOT_EXIST),
                MingerResponderMetrics.NOOP);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ownResponderShouldDoAllOfItRight(boolean isSecret) throws IOException {
        try (MingerResponder responder = responder(isSecret ? List.of(SECRET) : List.of())) {
            List<Outcome> outcomes = outcomes(responder.boundAddresses().get(0), isSecret ? SECRET : null);

            assertThat(outcomes).hasSizeGreaterThan(18).allMatch(Outcome::isRight);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "exists, 'an address that does not exist', it says 5",
        "unknown, 'an address that exists', it says 3",
        "drop, 'an address that exists', no answer",
        "truncate, 'an address that exists', 'the mailbox is not echoed as it was sent'",
        "wrong-echo, 'an address that exists', 'the mailbox is not echoed as it was sent'",
        "garbage, 'an address that exists', 'the answer is 14 octets longer than the query: two at most, or it amplifies'",
        "domain-case, 'an address that exists', 'the mailbox is not echoed as it was sent'",
        "exists, 'a tag twice', it says 5"
    })
    void serverThatIsWrongShouldBeFoundOut(String word, String tried, String fault) throws IOException {
        Misbehaviour wrong = Misbehaviour.of(word).orElseThrow();
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(wrong.behaviour())) {
            assertThat(outcomes(peer.address(), null))
                    .filteredOn(outcome -> outcome.tried().equals(tried))
                    .singleElement()
                    .satisfies(outcome -> {
                        assertThat(outcome.isRight()).isFalse();
                        assertThat(outcome.fault()).isEqualTo(fault);
                    });
        }
    }

    @Test
    void pageShouldTellAllOfIt() throws IOException {
        assertThat(Probes.about(EXISTING, MISSING, SECRET))
                .allSatisfy(probe -> assertThat(Files.readString(PAGE, StandardCharsets.UTF_8))
                        .contains("| " + probe.name() + " | " + probe.expectation() + " | "
                                + (probe.rule() == Probe.Rule.DRAFT ? "the draft" : "advice") + " |"));
    }
}

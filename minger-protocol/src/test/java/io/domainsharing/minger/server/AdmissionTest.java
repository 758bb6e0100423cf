// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Digest;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.server.Admission.Decision;
import io.domainsharing.network.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private static final int RATE = 10;
    private static final Secret SECRET = new Secret("ThisIsASharedSecret");
    private static final Secret OTHER = new Secret("0123456789abcdef");
    private static final Mailbox MAILBOX = Mailbox.parse("arvel@example.com");
    private static final MingerQuery RIGHT = MingerQuery.of(MAILBOX, SECRET);
    private static final MingerQuery RIGHT_TOO = MingerQuery.of(MAILBOX, OTHER);
    private static final MingerQuery ANONYMOUS = MingerQuery.of(MAILBOX, null);
    private static final MingerQuery WRONG =
            new MingerQuery(MAILBOX, Digest.of(SECRET, Mailbox.parse("eve@example.com")), Map.of());
    private static final InetAddress PEER = address(1);
    private static final InetAddress STRANGER = address(9);

    private final AtomicLong nanos = new AtomicLong();
    private final Admission testee = admission(true);

    private Admission admission(boolean anonymous) {
        return new Admission(
                new MingerResponderConfiguration(
                        List.of(new InetSocketAddress(0)),
                        List.of(SECRET, OTHER),
                        anonymous,
                        source -> !source.equals(STRANGER),
                        RATE,
                        1,
                        Duration.ofSeconds(1)),
                nanos::get);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rightDigestShouldBeAnsweredWhateverElseComesFromTheAddress(boolean isWrongDigest) {
        MingerQuery flood = isWrongDigest ? WRONG : ANONYMOUS;
        for (int i = 0; i < 100 * RATE; i++) {
            Admission.Ruling unused = testee.of(PEER, flood);
        }

        assertThat(testee.of(PEER, flood).decision()).isEqualTo(Decision.IGNORE);
        for (int i = 0; i < RATE; i++) {
            assertThat(testee.of(PEER, RIGHT).decision()).isEqualTo(Decision.ANSWER);
        }
    }

    @Test
    void rightDigestsShouldBeLimitedForEachSourceAndSecret() {
        for (int i = 0; i < RATE; i++) {
            assertThat(testee.of(PEER, RIGHT).decision()).isEqualTo(Decision.ANSWER);
        }

        assertThat(testee.of(PEER, RIGHT).decision()).isEqualTo(Decision.IGNORE);
        assertThat(testee.of(PEER, RIGHT_TOO).decision()).isEqualTo(Decision.ANSWER);
        assertThat(testee.of(address(2), RIGHT).decision()).isEqualTo(Decision.ANSWER);
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(testee.of(PEER, RIGHT).decision()).isEqualTo(Decision.ANSWER);
    }

    @Test
    void wrongDigestsShouldBeLimitedForEachSource() {
        for (int i = 0; i < RATE; i++) {
            assertThat(testee.of(PEER, WRONG).decision()).isEqualTo(Decision.BAD_CREDENTIALS);
        }

        assertThat(testee.of(PEER, WRONG).decision()).isEqualTo(Decision.IGNORE);
        assertThat(testee.of(address(2), WRONG).decision()).isEqualTo(Decision.BAD_CREDENTIALS);
    }

    @Test
    void strangersShouldBeRefusedAndLimitedWhateverTheyKnow() {
        for (int i = 0; i < RATE; i++) {
            assertThat(testee.of(STRANGER, RIGHT).decision()).isEqualTo(Decision.ACCESS_DENIED);
        }

        assertThat(testee.of(STRANGER, RIGHT).decision()).isEqualTo(Decision.IGNORE);
    }

    @Test
    void anonymousQueryShouldBeAnsweredOnlyWhereThatIsWanted() {
        assertThat(testee.of(PEER, ANONYMOUS).decision()).isEqualTo(Decision.ANSWER);
        assertThat(admission(false).of(PEER, ANONYMOUS).decision()).isEqualTo(Decision.BAD_CREDENTIALS);
    }
}

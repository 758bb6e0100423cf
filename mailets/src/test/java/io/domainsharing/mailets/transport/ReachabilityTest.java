// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.transport.Reachability.Contact;
import io.domainsharing.mailets.transport.Reachability.Turn;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.log.LogLimit;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1")
class ReachabilityTest {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Reachability host =
            new Reachability(HostAndPort.fromParts("primary", 25), PAUSE, nanos::get, new LogLimit(new FakeClock()));

    @Test
    void hostShouldBeLeftAloneWhenItRefusesTheConnection() {
        Turn first = turn();

        assertThat(host.end(first, Contact.REFUSED, "Connection refused")).isFalse();

        assertThat(host.begin()).isNull();
        assertThat(host.reason()).isEqualTo("Connection refused");
    }

    @Test
    void silenceShouldCountOnlyWhenItComesThreeTimesInARow() {
        host.end(turn(), Contact.SILENT, "time-out");
        host.end(turn(), Contact.SILENT, "time-out");
        host.end(turn(), Contact.HEARD, "");
        host.end(turn(), Contact.SILENT, "time-out");
        host.end(turn(), Contact.SILENT, "time-out");
        assertThat(host.begin()).isNotNull();

        host.end(turn(), Contact.SILENT, "time-out");

        assertThat(host.begin()).isNull();
    }

    @Test
    void oneMailShouldProbeAfterThePauseAndNoOther() {
        host.end(turn(), Contact.REFUSED, "");
        pass(PAUSE.minusNanos(1));
        assertThat(host.begin()).isNull();
        pass(Duration.ofNanos(1));

        Turn probe = turn();
        assertThat(host.begin()).isNull();
        host.end(probe, Contact.SILENT, "");

        assertThat(host.begin()).as("another pause").isNull();
        pass(PAUSE);
        assertThat(host.begin()).isNotNull();
    }

    @Test
    void probeThatTellsNothingShouldGiveItsTurnBack() {
        host.end(turn(), Contact.REFUSED, "");
        pass(PAUSE);

        host.end(turn(), Contact.NONE, "");

        assertThat(host.begin()).isNotNull();
    }

    @Test
    void anyReplyShouldEndItAndBeToldOnce() {
        host.end(turn(), Contact.REFUSED, "");
        pass(PAUSE);
        long before = host.returns();

        assertThat(host.end(turn(), Contact.HEARD, "")).isTrue();

        assertThat(host.returns()).isNotEqualTo(before);
        assertThat(host.end(turn(), Contact.HEARD, "")).isFalse();
    }

    @Test
    void failureOfBeforeTheReturnShouldNotCount() {
        Turn slow = turn();
        host.end(turn(), Contact.REFUSED, "");
        pass(PAUSE);
        host.end(turn(), Contact.HEARD, "");

        host.end(slow, Contact.REFUSED, "");

        assertThat(host.begin()).isNotNull();
    }

    @Test
    void failuresOfBeforeItWasKnownShouldNotLengthenThePause() {
        Turn slow = turn();
        host.end(turn(), Contact.REFUSED, "");
        pass(PAUSE);

        host.end(slow, Contact.SILENT, "");

        assertThat(host.begin()).isNotNull();
    }

    @Test
    void everybodyShouldTryAHostThatIsExpectedUntilItFailsAgain() {
        host.end(turn(), Contact.REFUSED, "");

        host.expect();
        Turn one = turn();
        turn();
        host.end(one, Contact.REFUSED, "");
        assertThat(host.begin()).isNull();

        host.expect();
        assertThat(host.end(turn(), Contact.HEARD, "")).as("it was away").isTrue();
    }

    @Test
    @Tag("R2")
    void hostShouldBeAwayHoweverOftenItIsSaidToBeBack() {
        for (int i = 0; i < Reachability.SILENCES; i++) {
            Turn slow = turn();
            host.expect();
            host.end(slow, Contact.SILENT, "time-out");
        }
        host.expect();
        for (int i = 0; i < Reachability.SILENCES; i++) {
            Turn slow = turn();
            host.expect();
            host.end(slow, Contact.SILENT, "time-out");
        }

        Turn probe = turn();
        host.expect();
        assertThat(host.begin()).as("one at a time").isNull();
        assertThat(host.isProbed()).isTrue();
        host.end(probe, Contact.SILENT, "time-out");
        assertThat(host.begin()).as("it was said to be back meanwhile").isNotNull();
    }

    @Test
    @Tag("R2")
    void oneMailShouldTryAtOnceAHostThatIsSaidToBeBackAgain() {
        host.end(turn(), Contact.REFUSED, "");
        host.expect();
        host.end(turn(), Contact.REFUSED, "");
        assertThat(host.begin()).isNull();

        host.expect();
        Turn probe = turn();
        assertThat(host.begin()).isNull();
        assertThat(host.end(probe, Contact.HEARD, "")).isTrue();

        host.end(turn(), Contact.REFUSED, "");
        host.expect();
        turn();
        assertThat(host.begin()).as("it was back, and is believed again").isNotNull();
    }

    @Test
    void replyToAConnectionOfBeforeShouldBeNoReturn() {
        Turn slow = turn();
        host.end(turn(), Contact.REFUSED, "");

        assertThat(host.end(slow, Contact.HEARD, "")).isFalse();

        assertThat(host.begin()).isNull();
        pass(PAUSE);
        assertThat(host.end(turn(), Contact.HEARD, "")).isTrue();
    }

    @Test
    void repliesToAllWhoTriedAnExpectedHostShouldBeOneReturn() {
        host.end(turn(), Contact.REFUSED, "");
        host.expect();
        Turn one = turn();
        Turn two = turn();

        assertThat(host.end(one, Contact.HEARD, "")).isTrue();
        host.end(turn(), Contact.REFUSED, "");

        assertThat(host.end(two, Contact.HEARD, "")).isFalse();
    }

    @Test
    void hostThatServesOneConnectionAndRefusesAnotherShouldNotBeAway() {
        Turn refused = turn();
        host.end(turn(), Contact.HEARD, "");

        host.end(refused, Contact.REFUSED, "Connection refused");

        assertThat(host.begin()).isNotNull();
    }

    private Turn turn() {
        return Objects.requireNonNull(host.begin());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

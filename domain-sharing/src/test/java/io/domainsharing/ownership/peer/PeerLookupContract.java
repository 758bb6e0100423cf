// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import static io.domainsharing.ownership.Addresses.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.HostResolver;
import io.domainsharing.network.Secret;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every way to ask a peer does, over real sockets on loopback. The peer has frank, full, who takes no mail now, and nobody
 * else; it listens on 127.0.0.1, and there is nobody on 127.0.0.3.
 */
@Timeout(30)
@Tag("V1")
abstract class PeerLookupContract {
    static final Secret SECRET = new Secret("ThisIsASharedSecret");
    static final Duration BUDGET = Duration.ofSeconds(2);

    final HostResolver resolver = HostResolver.ofSystem();

    abstract LookupMethod method();

    /** Where the peer's host is asked by SMTP, and where by Minger. */
    abstract int port();

    abstract PeerLookup lookup(Peer peer);

    /** Every address that the peer was asked about, in order. */
    abstract List<String> asked();

    /** From now on the peer hears and says nothing. */
    abstract void mute();

    /** From now on the peer says to every question that it will not answer. */
    abstract void refuse();

    abstract void stop();

    abstract void closeAll();

    @AfterEach
    void close() {
        closeAll();
        resolver.close();
    }

    final PeerAnswer ask(String address, InetAddress... hosts) throws Exception {
        return ask(address(address), SECRET, hosts);
    }

    final PeerAnswer ask(MailAddress address, Secret secret, InetAddress... hosts) throws Exception {
        Peer peer = new Peer(
                new PeerName("tokyo"),
                Arrays.stream(hosts)
                        .map(host -> HostAndPort.fromParts(host.getHostAddress(), port()))
                        .toList(),
                method(),
                port(),
                secret,
                List.of(),
                Set.of());
        return lookup(peer).ask(address).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    static Reason reasonOf(PeerAnswer answer) {
        assertThat(answer).isInstanceOf(NoAnswer.class);
        return ((NoAnswer) answer).reason();
    }

    @ParameterizedTest
    @CsvSource({"Frank@Example.COM, Accepts", "full@example.com, NotNow", "x@example.com, Unknown"})
    void answerShouldBeWhatThePeerSays(String address, String expected) throws Exception {
        assertThat(ask(address, loopback(1)).getClass().getSimpleName()).isEqualTo(expected);
        assertThat(asked()).containsExactly(address.toLowerCase(Locale.ROOT));
    }

    @Test
    void addressOutsideAsciiShouldBeUnaskable() throws Exception {
        assertThat(reasonOf(ask("\"fränk\"@example.com", loopback(1)))).isEqualTo(Reason.UNASKABLE);
        assertThat(asked()).isEmpty();
    }

    @Test
    void refusalToAnswerShouldNeverBeANo() throws Exception {
        refuse();

        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.REFUSED);
    }

    @Test
    void mutePeerShouldBeSilentWithinTheBudget() throws Exception {
        mute();

        long started = System.nanoTime();
        assertThat(reasonOf(ask("x@example.com", loopback(1)))).isEqualTo(Reason.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BUDGET.plusSeconds(1));
    }

    @Test
    void peerShouldBeUnreachableWhenNobodyListens() throws Exception {
        stop();

        assertThat(reasonOf(ask("frank@example.com", loopback(1)))).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only 127.0.0.1 is there without configuration")
    void secondHostShouldAnswerWhenNobodyListensOnTheFirst() throws Exception {
        assertThat(ask("frank@example.com", loopback(3), loopback(1))).isEqualTo(new PeerAnswer.Accepts());
        assertThat(ask("x@example.com", loopback(3), loopback(1))).isEqualTo(new PeerAnswer.Unknown());
    }
}

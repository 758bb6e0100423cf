// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DnsHostResolverTest {
    private static final String HOST = "tokyo.example.net";

    private final NameServer server = new NameServer();
    private final HostResolver testee = HostResolver.of(List.of(server.address()));

    @AfterEach
    void close() {
        testee.close();
        server.close();
    }

    private CompletableFuture<List<InetAddress>> resolve(String host) {
        return testee.resolve(host).toCompletableFuture();
    }

    private List<String> addresses(String host) {
        return resolve(host).join().stream().map(InetAddress::getHostAddress).toList();
    }

    private static ThrowableAssertAlternative<?> assertUnknown(CompletableFuture<?> stage) {
        return assertThat(stage)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void everyAddressShouldBeTheAnswerIpv4First() {
        server.set(HOST, 60, "2001:db8::1", "192.0.2.1", "192.0.2.2");

        assertThat(addresses(HOST)).hasSize(3).endsWith("2001:db8:0:0:0:0:0:1").contains("192.0.2.1", "192.0.2.2");
    }

    @Test
    void hostWithIpv6AloneShouldHaveThatAddress() {
        server.set(HOST, 60, "2001:db8::1");

        assertThat(addresses(HOST)).containsExactly("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void answerShouldBeKeptWithinItsTtl() {
        server.set(HOST, 600, "192.0.2.1");
        addresses(HOST);
        server.set(HOST, 600, "192.0.2.2");

        assertThat(addresses(HOST)).containsExactly("192.0.2.1");
        assertThat(server.asked(HOST)).isEqualTo(1);
    }

    @Test
    void movedHostShouldBeFoundAgainAfterItsTtl() {
        server.set(HOST, 1, "192.0.2.1");
        assertThat(addresses(HOST)).containsExactly("192.0.2.1");
        server.set(HOST, 1, "192.0.2.2");

        await().untilAsserted(() -> assertThat(addresses(HOST)).containsExactly("192.0.2.2"));
    }

    @Test
    void unknownHostShouldFail() {
        assertUnknown(resolve("nowhere.example.net")).withMessageContaining("nowhere.example.net");
    }

    @Test
    void literalsShouldNotBeAskedFor() {
        assertThat(addresses("192.0.2.7")).containsExactly("192.0.2.7");
        assertThat(addresses("[2001:db8::7]")).containsExactly("2001:db8:0:0:0:0:0:7");
        assertThat(server.asked("192.0.2.7")).isZero();
    }

    @Test
    void closeShouldFailTheQuestionsUnderWayAtOnce() {
        CompletableFuture<List<InetAddress>> waiting = resolve(NameServer.SILENT);
        await().until(() -> server.asked(NameServer.SILENT) > 0);
        assertThat(waiting).isNotDone();

        testee.close();
        testee.close();

        assertThat(waiting).isDone();
        assertUnknown(waiting).withMessageContaining("closed");
        assertUnknown(resolve(HOST)).withMessageContaining("closed");
    }
}

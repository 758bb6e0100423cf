// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import static io.domainsharing.ownership.membership.InMemoryPeers.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.network.Secret;
import io.domainsharing.ownership.Peer;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code peers.xml}: a backup or another hand may have written it, and reading it asks nobody. */
@Timeout(60)
class PeerStoreTest {
    private static final String SECRET = "do-not-read-me";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE peers [<!ENTITY e SYSTEM \"file://%1$s\">]>",
                "<!DOCTYPE peers [<!ENTITY e SYSTEM \"http://127.0.0.1:%2$d/e\">]>",
                "<!DOCTYPE peers SYSTEM \"http://127.0.0.1:%2$d/peers.dtd\">",
                "<!DOCTYPE peers [<!ENTITY %% p SYSTEM \"http://127.0.0.1:%2$d/p\"> %%p;]>",
                "<!DOCTYPE peers [<!ENTITY e \"inner\">]>",
                "<!DOCTYPE peers>"
            })
    void fileWithADoctypeShouldStopTheStartAndAskNobody(String doctype, @TempDir Path folder) throws Exception {
        Path other = Files.writeString(folder.resolve("other"), SECRET);
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(100);
            String entity = doctype.contains("ENTITY e") ? "&e;" : "oslo";
            Files.writeString(
                    folder.resolve(PeerStore.FILE),
                    String.format(Locale.ROOT, doctype, other, listener.getLocalPort()) + "<peers><known>" + entity
                            + "</known></peers>");

            assertThatThrownBy(() -> new PeerStore(folder).load())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("DOCTYPE")
                    .message()
                    .doesNotContain(SECRET);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${sys:user.home}",
                "${file:UTF-8:%1$s}",
                "${url:UTF-8:http://127.0.0.1:%2$d/}",
                "${env:NONE:-${sys:x}}"
            })
    void referenceToSomethingElseShouldStopTheStartAndBeLookedUpNowhere(String reference, @TempDir Path folder)
            throws Exception {
        Path other = Files.writeString(folder.resolve("other"), SECRET);
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(100);
            Files.writeString(
                    folder.resolve(PeerStore.FILE),
                    "<peers><peer><name>oslo</name><smtp>oslo.example.net:25</smtp><secret>"
                            + String.format(Locale.ROOT, reference, other, listener.getLocalPort())
                            + "</secret></peer></peers>");

            assertThatThrownBy(() -> new PeerStore(folder).load())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("does not look up")
                    .message()
                    .doesNotContain(SECRET);
            assertThatThrownBy(listener::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a$b,c;d", "<&>\"'", "$$"})
    void secretShouldComeBackAsItWasSaved(String secret, @TempDir Path folder) throws Exception {
        Peer peer = peer("oslo").withSecret(new Secret(secret));
        PeerStore testee = new PeerStore(folder);

        assertThat(testee.save(StoredPeers.NOTHING, StoredPeers.NOTHING.with(peer)))
                .isTrue();

        assertThat(testee.load().peers()).containsExactly(peer);
    }

    @Test
    void missingFileShouldBeNoPeers(@TempDir Path folder) {
        assertThat(new PeerStore(folder).load()).isEqualTo(StoredPeers.NOTHING);
    }
}

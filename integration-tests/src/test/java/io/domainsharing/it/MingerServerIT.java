// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static io.domainsharing.it.ThreeServers.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server says on UDP, asked with datagrams made here by hand. */
@ExtendWith({NoLeftovers.class, ThreeServers.Shared.class})
class MingerServerIT {
    private static final String PEER = "127.0.1.2";
    private static final String FOREIGNER = "127.0.1.77";
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 700;

    private final ThreeServers servers;

    MingerServerIT(ThreeServers servers) {
        this.servers = servers;
    }

    @Test
    @Tag("M1")
    void accountShouldBeActive() throws Exception {
        assertThat(ask(ALICE)).isEqualTo(ALICE + " 5");
    }

    @Test
    @Tag("M1")
    void mailboxShouldBeEchoedAsItCameWhenItsCaseDiffers() throws Exception {
        assertThat(ask("Alice@Example.COM")).isEqualTo("Alice@Example.COM 5");
    }

    @Test
    @Tag("M1")
    void aliasShouldBeActive() throws Exception {
        servers.paris.webAdmin().alias("asked-alias@example.com", ALICE);

        assertThat(ask("asked-alias@example.com")).isEqualTo("asked-alias@example.com 5");
    }

    @Test
    @Tag("M1")
    void groupShouldBeActive() throws Exception {
        servers.paris.webAdmin().group("asked-group@example.com", ALICE);

        assertThat(ask("asked-group@example.com")).isEqualTo("asked-group@example.com 5");
    }

    @Test
    @Tag("M1")
    void addressShouldBeUnknownWhenOnlyAPeerHasIt() throws Exception {
        assertThat(ask(ThreeServers.BOB)).isEqualTo(ThreeServers.BOB + " 3");
    }

    @Test
    @Tag("M1")
    void addressShouldBeUnknownWhenNobodyHasIt() throws Exception {
        assertThat(ask("nobody-asked@example.com")).isEqualTo("nobody-asked@example.com 3");
    }

    @Test
    @Tag("M1")
    void queryShouldBeInvalidWhenItIsMalformed() throws Exception {
        assertThat(send(PEER, ALICE + " d=" + digest("paris", ALICE) + " a=b a=c"))
                .isEqualTo(ALICE + " 0");
    }

    @Test
    @Tag("M1")
    void datagramShouldStayUnansweredWhenThereIsNothingToEcho() throws Exception {
        assertThat(send(PEER, "no address at all", SILENCE_MILLIS)).isEqualTo("(silence)");
    }

    @Test
    @Tag("M2")
    void queryShouldBeRefusedWhenItComesFromAForeignNetwork() throws Exception {
        assertThat(send(FOREIGNER, ALICE + " d=" + digest("paris", ALICE))).isEqualTo(ALICE + " 1");
    }

    @Test
    @Tag("M2")
    void queryShouldLackCredentialsWhenItHasNoDigest() throws Exception {
        assertThat(send(PEER, ALICE)).isEqualTo(ALICE + " 2");
    }

    @Test
    @Tag("M2")
    void queryShouldLackCredentialsWhenItsSecretIsWrong() throws Exception {
        assertThat(send(PEER, ALICE + " d=" + digest("tokyo", ALICE))).isEqualTo(ALICE + " 2");
    }

    @Test
    @Tag("M2")
    void bothSecretsShouldBeGoodWhenTwoAreConfigured() throws Exception {
        assertThat(send(PEER, ALICE + " d=" + digestWith(ThreeServers.SECOND_SECRET, ALICE)))
                .isEqualTo(ALICE + " 5");
        assertThat(ask(ALICE)).isEqualTo(ALICE + " 5");
    }

    private String ask(String mailbox) throws Exception {
        return send(PEER, mailbox + " d=" + digest("paris", mailbox));
    }

    private String send(String from, String datagram) throws IOException {
        return send(from, datagram, PATIENCE_MILLIS);
    }

    private String send(String from, String datagram, int patienceMillis) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
            socket.setSoTimeout(patienceMillis);
            byte[] bytes = datagram.getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(
                    bytes, bytes.length, servers.paris.endpoints().mingerAddress()));
            DatagramPacket reply = new DatagramPacket(new byte[2048], 2048);
            socket.receive(reply);
            return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException e) {
            return "(silence)";
        }
    }

    private static String digest(String server, String mailbox) throws GeneralSecurityException {
        return digestWith(Sharing.secretOf(server), mailbox);
    }

    /** The draft's digest, section 2.1, written down once more: not the code under test. */
    private static String digestWith(String secret, String mailbox) throws GeneralSecurityException {
        byte[] md5 =
                MessageDigest.getInstance("MD5").digest((secret + ':' + mailbox).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(md5);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Minger queries made without any of the code under test (draft-hathcock-minger-06, section 2.1). */
final class MingerByHand {
    static final String SILENCE = "(silence)";
    private static final int PATIENCE_MILLIS = 5_000;

    private MingerByHand() {}

    /** The reply to one well-formed datagram, sent once, from this address. */
    static String ask(String from, JamesServer server, String mailbox) throws IOException {
        return send(from, server, query(server, mailbox), PATIENCE_MILLIS);
    }

    static String send(String from, JamesServer server, String datagram, int patienceMillis) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
            socket.setSoTimeout(patienceMillis);
            socket.send(packet(server, datagram));
            DatagramPacket reply = new DatagramPacket(new byte[2048], 2048);
            socket.receive(reply);
            return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException e) {
            return SILENCE;
        }
    }

    static DatagramPacket packet(JamesServer server, String datagram) {
        byte[] bytes = datagram.getBytes(StandardCharsets.US_ASCII);
        return new DatagramPacket(bytes, bytes.length, server.endpoints().mingerAddress());
    }

    /** With the digest that this server wants. */
    static String query(JamesServer server, String mailbox) {
        return mailbox + " d=" + digestWith(Sharing.secretOf(server.name()), mailbox);
    }

    static String digestWith(String secret, String mailbox) {
        try {
            byte[] md5 = MessageDigest.getInstance("MD5")
                    .digest((secret + ':' + mailbox).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(md5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

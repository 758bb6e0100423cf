// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Stands between a server that asks by Minger and one that answers: a test lets the datagrams through, keeps the answers
 * back for a while, or drops all.
 */
final class UdpGate implements AutoCloseable {
    private final JamesServer asked;
    private final DatagramSocket front;
    private final DatagramSocket back;
    private final Map<String, SocketAddress> askers = new ConcurrentHashMap<>();
    private final List<String> held = new ArrayList<>();
    private boolean holding;
    private volatile boolean dropping;

    private UdpGate(JamesServer asking, JamesServer asked) throws IOException {
        this.asked = asked;
        String host = asked.endpoints().host();
        front = new DatagramSocket(new InetSocketAddress(host, Endpoints.freePort(host)));
        back = new DatagramSocket(new InetSocketAddress(asking.endpoints().host(), 0));
        receive(front, packet -> {
            askers.put(mailbox(text(packet)), packet.getSocketAddress());
            if (!dropping) {
                send(back, text(packet), asked.endpoints().mingerAddress());
            }
        });
        receive(back, packet -> answered(text(packet)));
    }

    static UdpGate between(JamesServer asking, JamesServer asked) {
        try {
            return new UdpGate(asking, asked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server behind the gate, as the asking server's configuration names it. */
    Sharing.PeerEntry entry() {
        return entry(asked.endpoints().smtp());
    }

    /** The same with another gate before its SMTP port. */
    Sharing.PeerEntry entry(int smtpPort) {
        Sharing.PeerEntry direct = Sharing.PeerEntry.of(asked, smtpPort);
        return new Sharing.PeerEntry(
                direct.name(), direct.smtp(), front.getLocalPort(), direct.secret(), direct.trusted());
    }

    synchronized void holdAnswers() {
        holding = true;
    }

    /** Whether an answer about this mailbox is kept back. */
    /** Whatever the case of its letters: that is random. */
    synchronized boolean holdsAnswerAbout(String mailbox) {
        return held.stream().anyMatch(answer -> mailbox(answer).equalsIgnoreCase(mailbox));
    }

    synchronized void releaseAnswers() {
        holding = false;
        held.forEach(this::pass);
        held.clear();
    }

    void drop(boolean all) {
        dropping = all;
    }

    private synchronized void answered(String answer) {
        if (holding) {
            held.add(answer);
        } else {
            pass(answer);
        }
    }

    private void pass(String answer) {
        SocketAddress asker = askers.get(mailbox(answer));
        if (asker != null) {
            send(front, answer, asker);
        }
    }

    private static void receive(DatagramSocket socket, Consumer<DatagramPacket> taker) {
        Thread thread = new Thread(
                () -> {
                    while (!socket.isClosed()) {
                        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
                        try {
                            socket.receive(packet);
                        } catch (IOException e) {
                            return;
                        }
                        taker.accept(packet);
                    }
                },
                "udp-gate");
        thread.setDaemon(true);
        thread.start();
    }

    private static void send(DatagramSocket from, String text, SocketAddress to) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            from.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    private static String mailbox(String datagram) {
        return datagram.split(" ", 2)[0];
    }

    @Override
    public void close() {
        front.close();
        back.close();
    }
}

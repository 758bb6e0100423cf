// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** A UDP port whose datagrams are ASCII text. Any thread. */
final class UdpText implements AutoCloseable {
    private static final int LONGEST = 2048;
    private static final int BUFFER = 1 << 20;

    private final DatagramSocket socket;

    private UdpText(DatagramSocket socket) {
        this.socket = socket;
    }

    static UdpText on(InetSocketAddress address) {
        try {
            DatagramSocket socket = new DatagramSocket(address);
            socket.setReceiveBufferSize(BUFFER);
            return new UdpText(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * From now on what comes in goes to a taker, on one thread.
     *
     * @param taker has the text and whom it came from
     */
    void receive(String thread, BiConsumer<String, SocketAddress> taker) {
        Daemon.start(thread, () -> receive(taker));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void send(String text, SocketAddress to) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(BiConsumer<String, SocketAddress> taker) {
        byte[] buffer = new byte[LONGEST];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (IOException e) {
                // Closed.
                return;
            }
            taker.accept(
                    new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII), packet.getSocketAddress());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}

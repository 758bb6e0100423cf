// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;

/**
 * A client in a closed loop: as many datagrams in flight as the window holds, each reply lets the next one go. What is lost
 * is sent anew after a pause and counted. One thread.
 */
final class UdpWindow {
    private static final int PAUSE_MILLIS = 100;

    private final byte[][] datagrams;
    private final int window;
    private int next;
    private long lost;

    UdpWindow(byte[][] datagrams, int window) {
        this.datagrams = datagrams;
        this.window = window;
    }

    /** Datagrams sent that no reply came to, so far. */
    long lost() {
        return lost;
    }

    /** Replies in this time. */
    long run(InetSocketAddress server, Duration time) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open();
                Selector selector = Selector.open()) {
            channel.connect(server);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer reply = ByteBuffer.allocateDirect(2048);
            ByteBuffer query = ByteBuffer.allocateDirect(2048);
            long end = System.nanoTime() + time.toNanos();
            long replies = 0;
            int inFlight = 0;
            while (System.nanoTime() < end) {
                for (; inFlight < window; inFlight++) {
                    query.clear().put(datagrams[next++ % datagrams.length]).flip();
                    channel.write(query);
                }
                if (selector.select(PAUSE_MILLIS) == 0) {
                    lost += inFlight;
                    inFlight = 0;
                    continue;
                }
                selector.selectedKeys().clear();
                while (channel.read(reply.clear()) > 0) {
                    replies++;
                    inFlight--;
                }
            }
            return replies;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.it.Endpoints;
import io.domainsharing.it.Sharing;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerResponse;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.QueryReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A peer whose Minger answers come from this process: at once, after a time, or never. It has every address whose local
 * part begins with its own name and a hyphen. Thread-safe.
 */
final class StandInPeer implements AutoCloseable {
    private static final long NEVER = -1;

    private final String name;
    private final String host;
    private final DatagramSocket socket;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(RcptRound::daemon);
    private volatile long delayMillis;

    private StandInPeer(String name, String host, DatagramSocket socket) {
        this.name = name;
        this.host = host;
        this.socket = socket;
    }

    static StandInPeer start(String name, String host) {
        try {
            DatagramSocket socket =
                    new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), Endpoints.freePort(host)));
            StandInPeer peer = new StandInPeer(name, host, socket);
            RcptRound.daemon(peer::serve).start();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the measured server's configuration describes it. */
    Sharing.PeerEntry entry() {
        return new Sharing.PeerEntry(
                name,
                host + ':' + Endpoints.freePort(host),
                socket.getLocalPort(),
                Sharing.secretOf(name),
                host + "/32");
    }

    void answerAtOnce() {
        delayMillis = 0;
    }

    void answerAfter(long millis) {
        delayMillis = millis;
    }

    void keepSilent() {
        delayMillis = NEVER;
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                long delay = delayMillis;
                byte[] query = Arrays.copyOf(buffer, packet.getLength());
                if (delay == 0) {
                    answer(query, packet.getSocketAddress());
                } else if (delay != NEVER) {
                    var from = packet.getSocketAddress();
                    var unused = later.schedule(() -> answer(query, from), delay, TimeUnit.MILLISECONDS);
                }
            } catch (SocketException e) {
                // Closed, or somebody who asked is gone: the loop's condition tells.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void answer(byte[] datagram, java.net.SocketAddress from) {
        if (MingerQuery.read(datagram) instanceof QueryReading.WellFormed reading) {
            boolean mine = reading.query().mailbox().localPart().startsWith(name + '-');
            byte[] response = new MingerResponse(
                            reading.query().mailbox(), mine ? MingerStatus.EXISTS : MingerStatus.DOES_NOT_EXIST)
                    .toBytes();
            try {
                socket.send(new DatagramPacket(response, response.length, from));
            } catch (IOException e) {
                // Who asked has gone: nobody misses the answer.
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        later.shutdownNow();
    }
}

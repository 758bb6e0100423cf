// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.torture;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.network.Secret;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries a server with queries that are hard to answer, one after the other, and says what a right server does. It sends some twenty
 * datagrams, and each that is not answered up to three times. One thread; waits.
 *
 * @param timeout how long each try waits for its answer, from a millisecond to a minute
 */
public record ServerTrial(InetSocketAddress server, Duration timeout) {
    private static final int TRIES = 3;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    public ServerTrial {
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a try waits from 1 ms to a minute, not " + timeout.toMillis() + " ms");
        }
    }

    /**
     * What came of one of them.
     *
     * @param tried in a few words
     * @param isDemandedByDraft whether the draft demands what was expected; else it is advice
     * @param expected in words
     * @param fault what the server did instead; null: it did right
     */
    public record Outcome(String tried, boolean isDemandedByDraft, String expected, @Nullable String fault) {
        /** Whether the server did what was expected. */
        public boolean isRight() {
            return fault == null;
        }
    }

    /**
     * Tries all of it.
     *
     * @param existing an address that the server has
     * @param missing one that it has not, in a domain that it is asked for
     * @param secret the server's; null: it answers without
     * @param each is told of each outcome as it comes
     * @throws IOException this host cannot send
     */
    public void run(Mailbox existing, Mailbox missing, @Nullable Secret secret, Consumer<Outcome> each)
            throws IOException {
        for (Probe probe : Probes.about(existing, missing, secret)) {
            each.accept(new Outcome(
                    probe.name(), probe.rule() == Probe.Rule.DRAFT, probe.expectation(), probe.fault(reply(probe))));
        }
    }

    /** A socket for each, so that an answer that is late is none to the next. */
    private byte @Nullable [] reply(Probe probe) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout((int) timeout.toMillis());
            for (int tried = 0; tried < (probe.isToBeAnswered() ? TRIES : 1); tried++) {
                byte[] reply = reply(socket, probe.octets());
                if (reply != null) {
                    return reply;
                }
            }
            return null;
        }
    }

    private static byte @Nullable [] reply(DatagramSocket socket, byte[] query) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[Probe.LARGEST], Probe.LARGEST);
        try {
            socket.send(new DatagramPacket(query, query.length));
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        } catch (SocketTimeoutException | PortUnreachableException e) {
            return null;
        }
    }
}

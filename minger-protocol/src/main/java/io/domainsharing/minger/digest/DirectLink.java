// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.util.function.Consumer;

/**
 * Both ends of a digest connection in one process, without TLS and proofs: what the server sends, in its order, and what the client makes
 * of it. Somebody else has each frame arrive, some time. For simulations. One thread.
 */
public final class DirectLink {
    private final EmbeddedChannel frames = new EmbeddedChannel();
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final Consumer<Runnable> carrier;

    /**
     * As behind both proofs; nothing is sent yet.
     *
     * @param carrier has what it is given run in this order; that throws an IllegalArgumentException where the connection has to end
     */
    public DirectLink(
            DigestSource source,
            DigestKeys keys,
            InetAddress client,
            DigestListener listener,
            Consumer<Runnable> carrier) {
        this.outgoing = new Outgoing(frames, source, keys, client, listener.has());
        this.incoming = new Incoming(listener);
        this.carrier = carrier;
    }

    /** Sends what the client lacks. */
    public void pump() {
        outgoing.pump();
        carry();
    }

    /** Sends what the client lacks, and that the server is there. */
    public void beat() {
        outgoing.pump();
        outgoing.alive();
        carry();
    }

    private void carry() {
        for (Frame frame = frames.readOutbound(); frame != null; frame = frames.readOutbound()) {
            Frame sent = frame;
            carrier.accept(() -> incoming.take(sent));
        }
    }
}

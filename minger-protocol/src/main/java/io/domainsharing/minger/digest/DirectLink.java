// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.util.function.Consumer;

/**
 * Both ends of a digest connection in one process, without TLS and proofs: the octets that the server sends, in their order, and what
 * the client makes of them. Somebody else has each frame arrive, some time. For simulations. One thread.
 */
public final class DirectLink {
    private final EmbeddedChannel sending = new EmbeddedChannel(new FrameCodec());
    private final EmbeddedChannel receiving;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final Consumer<Runnable> carrier;
    private long octets;

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
        this.outgoing = new Outgoing(sending, source, keys, client, listener.has());
        this.incoming = new Incoming(listener);
        this.carrier = carrier;
        FrameCodec codec = new FrameCodec();
        codec.trust();
        this.receiving = new EmbeddedChannel(codec);
    }

    /** So many octets have been sent: the frames, and nothing of TLS and TCP. */
    public long octets() {
        return octets;
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
        for (ByteBuf frame = sending.readOutbound(); frame != null; frame = sending.readOutbound()) {
            // A copy: what is lost with its connection is not released by anybody.
            byte[] sent = ByteBufUtil.getBytes(frame);
            frame.release();
            octets += sent.length;
            carrier.accept(() -> arrive(sent));
        }
    }

    private void arrive(byte[] sent) {
        receiving.writeInbound(Unpooled.wrappedBuffer(sent));
        for (Frame frame = receiving.readInbound(); frame != null; frame = receiving.readInbound()) {
            incoming.take(frame);
        }
    }
}

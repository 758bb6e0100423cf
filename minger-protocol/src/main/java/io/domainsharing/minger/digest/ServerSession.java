// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.minger.digest.DigestKeys.Binding;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of one connection. A client hears a nonce and nothing else before it has proven that it knows a secret, for which it
 * has some seconds and some hundred octets. Belongs to its event loop.
 */
final class ServerSession extends SimpleChannelInboundHandler<Frame> {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerSession.class);
    /** So often a client may be due to be heard before it counts as gone. */
    private static final int PATIENCE = 6;

    private static final Duration BATCH = Duration.ofMillis(100);

    private final DigestServerConfiguration configuration;
    private final List<DigestKeys> keys;
    private final Octets certificate;
    private final DigestSource source;
    private final InetAddress client;
    private final Runnable onProof;
    private final Octets nonce = Octets.random(FrameCodec.NONCE);
    private @Nullable Outgoing outgoing;
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> beat;
    private boolean pumpIsDue;
    private int unheard;

    ServerSession(
            DigestServerConfiguration configuration,
            List<DigestKeys> keys,
            Octets certificate,
            DigestSource source,
            InetAddress client,
            Runnable onProof) {
        this.configuration = configuration;
        this.keys = keys;
        this.certificate = certificate;
        this.source = source;
        this.client = client;
        this.onProof = onProof;
    }

    boolean hasProven() {
        return outgoing != null;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> close(context, "proves nothing in time"),
                        configuration.proofWithin().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                send(context, new Frame.Challenge(nonce));
            } else {
                close(context, "speaks no TLS");
            }
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        unheard = 0;
        if (outgoing == null && frame instanceof Frame.Claim claim) {
            claimed(context, claim);
        } else if (outgoing == null || !(frame instanceof Frame.Alive)) {
            close(context, "says what no client says");
        }
    }

    // All secrets are tried, whichever fits, so that the time tells nothing.
    private void claimed(ChannelHandlerContext context, Frame.Claim claim) {
        Binding binding = new Binding(certificate, nonce, claim.nonce());
        DigestKeys proven = null;
        for (DigestKeys each : keys) {
            if (each.isClientProof(claim.proof(), binding, claim.has())) {
                proven = each;
            }
        }
        if (proven == null) {
            close(context, "does not know the secret");
            return;
        }
        cancel(deadline);
        outgoing = new Outgoing(context.channel(), source, proven, client, claim.has());
        onProof.run();
        LOGGER.info("{} gets the digest of this server's addresses", client.getHostAddress());
        send(context, new Frame.Accepted(proven.serverProof(binding, claim.has())));
        outgoing.pump();
        long every = configuration.aliveEvery().toMillis();
        beat = context.executor().scheduleAtFixedRate(() -> beat(context), every, every, TimeUnit.MILLISECONDS);
    }

    private void beat(ChannelHandlerContext context) {
        if (++unheard > PATIENCE) {
            close(context, "is silent");
        } else if (outgoing != null) {
            outgoing.pump();
            outgoing.alive();
        }
    }

    /** The list is another one now. Changes that come at once are sent together. */
    void changed(ChannelHandlerContext context) {
        if (outgoing != null && !pumpIsDue) {
            pumpIsDue = true;
            Future<?> unused = context.executor().schedule(this::pump, BATCH.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Tells of a client that tries addresses, once the other side has proven who it is. */
    void suspect(ChannelHandlerContext context, InetAddress suspect, Duration lasts) {
        if (outgoing != null && context.channel().isWritable()) {
            send(context, new Frame.Suspect(suspect, lasts));
        }
    }

    private void pump() {
        pumpIsDue = false;
        if (outgoing != null) {
            outgoing.pump();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (outgoing != null && context.channel().isWritable()) {
            // Not from within: what is written there may change it again.
            context.executor().execute(this::pump);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel(deadline);
        cancel(beat);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(context, "breaks off: " + cause.getClass().getSimpleName());
    }

    private void close(ChannelHandlerContext context, String why) {
        LOGGER.debug("{} {}: its digest connection is closed", client.getHostAddress(), why);
        ChannelFuture unused = context.close();
    }

    private static void send(ChannelHandlerContext context, Frame frame) {
        ChannelFuture unused = context.writeAndFlush(frame, context.voidPromise());
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }
}

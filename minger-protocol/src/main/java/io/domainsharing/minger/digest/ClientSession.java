// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.minger.digest.DigestKeys.Binding;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one connection. Nothing that a server says counts before it has proven that it knows the secret, by a proof that
 * covers the certificate that was seen here. Belongs to its event loop.
 */
final class ClientSession extends SimpleChannelInboundHandler<Frame> {
    private final DigestClientConfiguration configuration;
    private final DigestKeys keys;
    private final DigestListener listener;
    private final FrameCodec codec;
    private State state = State.CONNECTING;
    private LinkEnd end = LinkEnd.LOST;
    private @Nullable Position has;
    private @Nullable Binding binding;
    private @Nullable Incoming incoming;
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> beat;

    private enum State {
        CONNECTING,
        HANDSHAKEN,
        CLAIMED,
        PROVEN
    }

    ClientSession(DigestClientConfiguration configuration, DigestKeys keys, DigestListener listener, FrameCodec codec) {
        this.configuration = configuration;
        this.keys = keys;
        this.listener = listener;
        this.codec = codec;
    }

    /** Why it ended, once it has. */
    LinkEnd end() {
        return end == LinkEnd.LOST && state != State.PROVEN ? atOpening() : end;
    }

    boolean hasProven() {
        return state == State.PROVEN;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        wait(context, configuration.openWithin());
    }

    private void wait(ChannelHandlerContext context, Duration time) {
        cancel(deadline);
        deadline = context.executor().schedule(() -> close(context, tooLate()), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private LinkEnd tooLate() {
        return state == State.PROVEN ? LinkEnd.SILENT : atOpening();
    }

    private LinkEnd atOpening() {
        return state == State.CLAIMED ? LinkEnd.UNPROVEN : LinkEnd.FOREIGN;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                state = State.HANDSHAKEN;
            } else {
                close(context, LinkEnd.FOREIGN);
            }
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) throws SSLPeerUnverifiedException {
        switch (state) {
            case HANDSHAKEN -> challenged(context, frame);
            case CLAIMED -> accepted(context, frame);
            case PROVEN -> take(context, frame);
            case CONNECTING -> close(context, LinkEnd.FOREIGN);
        }
    }

    private void challenged(ChannelHandlerContext context, Frame frame) throws SSLPeerUnverifiedException {
        if (!(frame instanceof Frame.Challenge challenge)) {
            close(context, LinkEnd.FOREIGN);
            return;
        }
        Octets nonce = Octets.random(FrameCodec.NONCE);
        Octets certificate = DigestTls.hash(
                context.pipeline().get(SslHandler.class).engine().getSession().getPeerCertificates()[0]);
        Binding made = new Binding(certificate, challenge.nonce(), nonce);
        Position position = listener.has();
        binding = made;
        has = position;
        state = State.CLAIMED;
        send(context, new Frame.Claim(nonce, position, keys.clientProof(made, position)));
    }

    private void accepted(ChannelHandlerContext context, Frame frame) {
        if (binding == null
                || has == null
                || !(frame instanceof Frame.Accepted accepted)
                || !keys.isServerProof(accepted.proof(), binding, has)) {
            close(context, LinkEnd.UNPROVEN);
            return;
        }
        state = State.PROVEN;
        codec.trust();
        incoming = new Incoming(listener);
        wait(context, configuration.silentAfter());
        long every = configuration.aliveEvery().toMillis();
        beat = context.executor()
                .scheduleAtFixedRate(
                        () -> send(context, new Frame.Alive(Duration.ZERO)), every, every, TimeUnit.MILLISECONDS);
        listener.connected();
    }

    private void take(ChannelHandlerContext context, Frame frame) {
        wait(context, configuration.silentAfter());
        try {
            if (incoming != null) {
                incoming.take(frame);
            }
        } catch (IllegalArgumentException e) {
            close(context, LinkEnd.DAMAGED);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel(deadline);
        cancel(beat);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(context, state == State.PROVEN ? LinkEnd.DAMAGED : atOpening());
    }

    private void close(ChannelHandlerContext context, LinkEnd why) {
        if (end == LinkEnd.LOST) {
            end = why;
        }
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

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.network.NettyTransport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves this server's list of keyed hashes to those who know a secret (docs/address-digests.md): the whole at first or what has changed,
 * then each change as it comes. One event loop for all; it never waits. Thread-safe.
 */
public final class DigestServer implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DigestServer.class);
    private static final long CLOSE_SECONDS = 2;

    private final EventLoopGroup loop = NettyTransport.newEventLoops("digest-server", 1);
    private final List<Channel> channels = new ArrayList<>();
    private final Admissions admissions = new Admissions();
    /** Belongs to the event loop. */
    private final Set<ChannelHandlerContext> sessions = new HashSet<>();

    private final DigestServerConfiguration configuration;
    private final DigestSource source;
    private final SelfSigned identity = SelfSigned.create();
    private final Octets certificate = DigestTls.hash(identity.certificate());
    private final SslContext tls = DigestTls.server(identity);
    private final List<DigestKeys> keys;

    private DigestServer(DigestServerConfiguration configuration, DigestSource source) {
        this.configuration = configuration;
        this.source = source;
        this.keys = configuration.secrets().stream().map(DigestKeys::of).toList();
    }

    /**
     * Listens on all configured addresses. Waits until they are bound.
     *
     * @throws UncheckedIOException an address cannot be bound; the message names it, and nothing stays bound
     */
    public static DigestServer start(DigestServerConfiguration configuration, DigestSource source) {
        DigestServer server = new DigestServer(configuration, source);
        for (InetSocketAddress address : configuration.bind()) {
            ChannelFuture bound = server.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                server.close();
                throw new UncheckedIOException(
                        "cannot bind TCP " + shown(address) + " for address digests: "
                                + bound.cause().getMessage(),
                        new IOException(bound.cause()));
            }
            server.channels.add(bound.channel());
        }
        LOGGER.info("serving the digest of this server's addresses on TCP {}", server.boundAddresses());
        return server;
    }

    private ChannelFuture bind(InetSocketAddress address) {
        return new ServerBootstrap()
                .group(loop)
                .channel(NettyTransport.serverSocketChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new Accepting())
                .bind(address);
    }

    private final class Accepting extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            InetAddress client = channel.remoteAddress().getAddress();
            if (!configuration.allowed().test(client) || !admissions.admit(client)) {
                ChannelFuture unused = channel.close();
                return;
            }
            ServerSession session = new ServerSession(
                    configuration, keys, certificate, source, client, () -> admissions.proven(client));
            channel.pipeline().addLast(tls.newHandler(channel.alloc()), new FrameCodec(), session);
            ChannelHandlerContext context = channel.pipeline().context(session);
            sessions.add(context);
            ChannelFuture unused = channel.closeFuture().addListener(closed -> {
                sessions.remove(context);
                admissions.left(client, session.hasProven());
            });
        }
    }

    /** The list is another one now: all clients hear of it, soon. */
    public void changed() {
        onLoop(context -> ((ServerSession) context.handler()).changed(context));
    }

    private void onLoop(Consumer<ChannelHandlerContext> task) {
        try {
            loop.execute(() -> sessions.forEach(task));
        } catch (RejectedExecutionException e) {
            LOGGER.trace("closed: nobody is left to hear of it");
        }
    }

    /**
     * All clients hear that somebody tries addresses (docs/harvest.md), unless they are slow.
     *
     * @param suspect an IPv4 address, or the first of a /64 of IPv6
     */
    public void suspect(InetAddress suspect, Duration lasts) {
        onLoop(context -> ((ServerSession) context.handler()).suspect(context, suspect, lasts));
    }

    /** Where it listens, in configured order, with the ports that were free where 0 was asked for. */
    public List<InetSocketAddress> boundAddresses() {
        return channels.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    private static String shown(InetSocketAddress address) {
        return address.isUnresolved() ? address.toString() : NetUtil.toSocketAddressString(address);
    }

    /** Idempotent. Waits up to two seconds for the sockets. */
    @Override
    public void close() {
        for (Channel channel : channels) {
            ChannelFuture unused = channel.close();
        }
        Future<?> terminated = loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!loop.iterator().next().inEventLoop()) {
            terminated.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.network.NettyTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection to one server, and opens it again after it ended: the first time soon, then at waits that grow, so that one who
 * has no digests is hardly bothered. Thread-safe; everything happens on its event loop.
 */
public final class DigestLink implements AutoCloseable {
    private final DigestClientConfiguration configuration;
    private final SslContext tls;
    private final EventLoop loop;
    private final DigestTarget target;
    private final DigestKeys keys;
    private final DigestListener listener;
    private long waitMillis;
    private @Nullable Channel channel;
    private @Nullable Future<?> retry;
    private boolean closed;

    DigestLink(
            DigestClientConfiguration configuration,
            SslContext tls,
            EventLoop loop,
            DigestTarget target,
            DigestListener listener) {
        this.configuration = configuration;
        this.tls = tls;
        this.loop = loop;
        this.target = target;
        this.keys = DigestKeys.of(target.secret());
        this.listener = listener;
        this.waitMillis = configuration.firstWait().toMillis();
    }

    void start() {
        onLoop(() -> tryHosts(new ArrayDeque<>(target.hosts()), LinkEnd.UNREACHABLE));
    }

    private void tryHosts(Deque<String> hosts, LinkEnd end) {
        String host = hosts.poll();
        if (closed) {
            return;
        }
        if (host == null) {
            ended(end);
            return;
        }
        configuration
                .resolver()
                .resolve(host)
                .whenComplete((addresses, failure) -> onLoop(() -> {
                    if (failure != null) {
                        tryHosts(hosts, end);
                    } else {
                        tryAddresses(new ArrayDeque<>(addresses), end, last -> tryHosts(hosts, last));
                    }
                }));
    }

    private void tryAddresses(Deque<InetAddress> addresses, LinkEnd end, Consumer<LinkEnd> none) {
        InetAddress address = addresses.poll();
        if (closed) {
            return;
        }
        if (address == null) {
            none.accept(end);
            return;
        }
        FrameCodec codec = new FrameCodec();
        ClientSession session = new ClientSession(configuration, keys, listener, codec);
        connect(address, codec, session).addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) {
                tryAddresses(addresses, end, none);
                return;
            }
            channel = connected.channel();
            if (closed) {
                ChannelFuture unused = connected.channel().close();
            }
            ChannelFuture unused = connected.channel().closeFuture().addListener(gone -> {
                channel = null;
                if (session.hasProven()) {
                    waitMillis = configuration.firstWait().toMillis();
                    ended(session.end());
                } else {
                    tryAddresses(addresses, session.end(), none);
                }
            });
        });
    }

    private ChannelFuture connect(InetAddress address, FrameCodec codec, ClientSession session) {
        InetAddress bind = configuration.bind();
        return new Bootstrap()
                .group(loop)
                .channel(NettyTransport.socketChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        configuration.openWithin().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(tls.newHandler(made.alloc()), codec, session);
                    }
                })
                .connect(
                        new InetSocketAddress(address, target.port()),
                        bind == null || bind.isAnyLocalAddress() ? null : new InetSocketAddress(bind, 0));
    }

    private void ended(LinkEnd end) {
        listener.disconnected(closed ? LinkEnd.CLOSED : end);
        if (!closed) {
            retry = loop.schedule(this::start, waitMillis, TimeUnit.MILLISECONDS);
            waitMillis = Math.min(2 * waitMillis, configuration.longestWait().toMillis());
        }
    }

    /** Ends it for good, soon. Idempotent. */
    @Override
    public void close() {
        onLoop(() -> {
            closed = true;
            if (retry != null) {
                retry.cancel(false);
            }
            for (Channel open : channel == null ? List.<Channel>of() : List.of(channel)) {
                ChannelFuture unused = open.close();
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }
}

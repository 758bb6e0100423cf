// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.network.NettyTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Shows a certificate of its own to the client, and passes on whatever either side says. */
final class ManInTheMiddle implements AutoCloseable {
    private final EventLoopGroup loop = NettyTransport.newEventLoops("man-in-the-middle", 1);
    private final AtomicInteger carried = new AtomicInteger();
    private final Channel listening;

    ManInTheMiddle(int serverPort) throws InterruptedException {
        listening = new ServerBootstrap()
                .group(loop)
                .channel(NettyTransport.serverSocketChannel())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel victim) {
                        victim.config().setAutoRead(true);
                        victim.pipeline()
                                .addLast(DigestTls.server(SelfSigned.create()).newHandler(victim.alloc()));
                        victim.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            private final Passing passing = new Passing();

                            @Override
                            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                                if (event instanceof SslHandshakeCompletionEvent) {
                                    dial(victim, serverPort, passing);
                                }
                            }

                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                carried.incrementAndGet();
                                ChannelFuture unused = passing.to.writeAndFlush(message);
                            }
                        });
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    private static final class Passing {
        @SuppressWarnings("NullAway.Init")
        private Channel to;
    }

    private void dial(Channel victim, int port, Passing passing) {
        passing.to = new Bootstrap()
                .group(loop)
                .channel(NettyTransport.socketChannel())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel server) {
                        server.pipeline().addLast(DigestTls.client().newHandler(server.alloc()));
                        server.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                carried.incrementAndGet();
                                ChannelFuture unused = victim.writeAndFlush(message);
                            }

                            @Override
                            public void channelInactive(ChannelHandlerContext context) {
                                ChannelFuture unused = victim.close();
                            }
                        });
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    int carried() {
        return carried.get();
    }

    @Override
    public void close() {
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

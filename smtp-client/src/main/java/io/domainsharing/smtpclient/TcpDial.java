// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.NettyTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Connects by TCP, with no time limit of its own. */
final class TcpDial {
    private TcpDial() {}

    /** @param bind the address to connect from; null or any: chosen by the system */
    static ChannelFuture connect(
            EventLoop loop, ChannelHandler handler, InetSocketAddress address, @Nullable InetAddress bind) {
        InetSocketAddress source = bind == null || bind.isAnyLocalAddress() ? null : new InetSocketAddress(bind, 0);
        return new Bootstrap()
                .group(loop)
                .channel(NettyTransport.socketChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .handler(handler)
                .connect(address, source);
    }
}

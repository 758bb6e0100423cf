// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ThreadFactory;

/** Native epoll where the platform has it, Java's own selector elsewhere. Any thread. */
public final class NettyTransport {
    private NettyTransport() {}

    /** Event loops on daemon threads of this name; the caller shuts them down. */
    public static EventLoopGroup newEventLoops(String name, int threads) {
        ThreadFactory factory = new DefaultThreadFactory(name, true);
        return isNative() ? new EpollEventLoopGroup(threads, factory) : new NioEventLoopGroup(threads, factory);
    }

    /** The UDP channel that goes with {@link #newEventLoops}. */
    public static Class<? extends DatagramChannel> datagramChannel() {
        return isNative() ? EpollDatagramChannel.class : NioDatagramChannel.class;
    }

    /** The TCP channel of a client that goes with {@link #newEventLoops}. */
    public static Class<? extends SocketChannel> socketChannel() {
        return isNative() ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** The TCP channel of a server that goes with {@link #newEventLoops}. */
    public static Class<? extends ServerSocketChannel> serverSocketChannel() {
        return isNative() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    public static boolean isNative() {
        return Epoll.isAvailable();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.network.NettyTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The socket of one inquiry to one address, on a source port of its own. Belongs to the inquiry's event loop. */
final class QuerySocket extends SimpleChannelInboundHandler<DatagramPacket> {
    /** More than a mailbox, a digit and a proof; of what is longer, the start is enough. */
    private static final FixedRecvByteBufAllocator REPLY_BUFFERS = new FixedRecvByteBufAllocator(1024);

    private final Inquiry inquiry;
    private final InetSocketAddress server;
    private final Conversation conversation;
    private @Nullable Channel channel;
    private long sentAt;

    /** A socket that is not open yet. */
    QuerySocket(Inquiry inquiry, InetSocketAddress server, Conversation conversation) {
        this.inquiry = inquiry;
        this.server = server;
        this.conversation = conversation;
    }

    Conversation conversation() {
        return conversation;
    }

    InetSocketAddress server() {
        return server;
    }

    Duration sinceSent() {
        return Duration.ofNanos(System.nanoTime() - sentAt);
    }

    /** Binds to a port of the kernel's choice, connects and sends. */
    void open(EventLoop loop, @Nullable InetAddress bind) {
        InetSocketAddress source = bind == null || bind.isAnyLocalAddress() ? null : new InetSocketAddress(bind, 0);
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NettyTransport.datagramChannel())
                .option(ChannelOption.RCVBUF_ALLOCATOR, REPLY_BUFFERS)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .handler(this)
                .connect(server, source);
        if (connected.cause() != null) {
            // No file descriptor, say. There is no channel, and a listener would run on a foreign thread.
            inquiry.failed(this, connected.cause());
            return;
        }
        channel = connected.channel();
        connected.addListener(done -> {
            if (done.isSuccess()) {
                send(conversation.first());
            } else {
                inquiry.failed(this, done.cause());
            }
        });
    }

    /** Sends what the conversation says. */
    void send(List<byte[]> datagrams) {
        if (channel == null || !channel.isActive()) {
            return;
        }
        for (byte[] datagram : datagrams) {
            send(channel, datagram);
        }
    }

    private void send(Channel open, byte[] datagram) {
        sentAt = System.nanoTime();
        open.writeAndFlush(Unpooled.wrappedBuffer(datagram)).addListener(done -> {
            if (done.isSuccess()) {
                inquiry.sent();
            } else {
                inquiry.failed(this, done.cause());
            }
        });
    }

    void close() {
        if (channel != null) {
            ChannelFuture unused = channel.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        inquiry.received(packet.sender(), this, ByteBufUtil.getBytes(packet.content()));
    }

    /** Such as PortUnreachableException: an ICMP message says that nobody listens there. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        inquiry.failed(this, cause);
    }
}

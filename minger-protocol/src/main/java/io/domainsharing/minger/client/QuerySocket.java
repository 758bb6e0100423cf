// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.network.NettyTransport;
import io.domainsharing.network.Secret;
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
import org.jspecify.annotations.Nullable;

/** The socket of one inquiry to one address, on a source port of its own. Belongs to the inquiry's event loop. */
final class QuerySocket extends SimpleChannelInboundHandler<DatagramPacket> {
    /** More than a mailbox and a digit; of what is longer, the start is enough. */
    private static final FixedRecvByteBufAllocator REPLY_BUFFERS = new FixedRecvByteBufAllocator(1024);

    private final Inquiry inquiry;
    private final InetSocketAddress server;
    private final Mailbox mailbox;
    private final boolean isRespelt;
    private final byte[] query;
    private @Nullable Channel channel;
    private long sentAt;

    /**
     * A socket that is not open yet.
     *
     * @param mailbox as it is spelt to this server
     * @param isRespelt whether that is another spelling than usual, which must be echoed exactly
     */
    QuerySocket(
            Inquiry inquiry, InetSocketAddress server, Mailbox mailbox, boolean isRespelt, @Nullable Secret secret) {
        this.inquiry = inquiry;
        this.server = server;
        this.mailbox = mailbox;
        this.isRespelt = isRespelt;
        this.query = MingerQuery.of(mailbox, secret).toBytes();
    }

    boolean isRespelt() {
        return isRespelt;
    }

    boolean isEchoedBy(Mailbox echo) {
        return isRespelt ? mailbox.equals(echo) : mailbox.isEchoedBy(echo);
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
                send();
            } else {
                inquiry.failed(this, done.cause());
            }
        });
    }

    /** Sends the query, the same octets each time. */
    void send() {
        if (channel == null || !channel.isActive()) {
            return;
        }
        sentAt = System.nanoTime();
        channel.writeAndFlush(Unpooled.wrappedBuffer(query)).addListener(done -> {
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

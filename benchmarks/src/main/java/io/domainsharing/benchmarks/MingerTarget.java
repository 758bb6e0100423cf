// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.server.MingerDirectory;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.network.NettyTransport;
import io.domainsharing.network.Secret;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The measured end of {@link MingerLoad}: our responder or a bare Netty echo, in a JVM of its own; tells its port. */
public final class MingerTarget {
    static final Secret SECRET = new Secret("ThisIsASharedSecret");
    static final int ACCOUNTS = 10_000;

    private static final int DATAGRAM = 1040;
    private static final int DATAGRAMS_AT_ONCE = 64;
    private static final int SOCKET_BUFFER = 1 << 20;

    private MingerTarget() {}

    public static void main(String[] arguments) throws Exception {
        InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ParentJvm.tell(arguments[0].equals("echo") ? echo(bind) : responder(bind));
        ParentJvm.awaitEnd();
    }

    static String account(int i) {
        return "account" + i + "@example.com";
    }

    /** With all its checks; the directory is a set in memory, and the limit for each source is out of the way. */
    private static int responder(InetSocketAddress bind) {
        Set<String> accounts = new HashSet<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(account(i));
        }
        MingerDirectory directory = (mailbox, asker) -> CompletableFuture.completedStage(status(accounts, mailbox));
        return MingerResponder.start(
                        new MingerResponderConfiguration(
                                List.of(bind),
                                List.of(SECRET),
                                false,
                                source -> source.isLoopbackAddress(),
                                100_000_000,
                                MingerResponderConfiguration.DEFAULT_MAXIMUM_IN_FLIGHT,
                                Duration.ofSeconds(5)),
                        directory,
                        MingerResponderMetrics.NOOP)
                .boundAddresses()
                .get(0)
                .getPort();
    }

    private static MingerStatus status(Set<String> accounts, Mailbox mailbox) {
        return accounts.contains(mailbox.toString()) ? MingerStatus.EXISTS : MingerStatus.DOES_NOT_EXIST;
    }

    /** The same transport, buffers and flushing as the responder's, and nothing else. */
    private static int echo(InetSocketAddress bind) {
        Channel channel = new Bootstrap()
                .group(NettyTransport.newEventLoops("echo", 1))
                .channel(NettyTransport.datagramChannel())
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .option(
                        ChannelOption.RCVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(DATAGRAM).maxMessagesPerRead(DATAGRAMS_AT_ONCE))
                .handler(new Echo())
                .bind(bind)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            var unused = context.write(new DatagramPacket(packet.content(), packet.sender()), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}

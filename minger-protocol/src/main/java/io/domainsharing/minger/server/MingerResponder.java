// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.Nonce;
import io.domainsharing.network.NettyTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Minger queries (draft-hathcock-minger-06, section 3): 0 to what is malformed, 1 to who may not ask, 2 to who
 * shows no credentials, then what the directory says. The mailbox is echoed as it came. A query with a right proof gets an answer with
 * one, and no other query does (docs/signed-minger.md). A reply is at most two octets longer than its query.
 *
 * <p>One event loop serves all addresses and never waits; a directory that fails or is slow costs its own queries their
 * reply, and nobody else anything.
 */
public final class MingerResponder implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MingerResponder.class);

    /** Enough to see that a datagram is over 1024 octets. */
    private static final int DATAGRAM = 1040;

    /** Read before their replies are flushed together. */
    private static final int DATAGRAMS_AT_ONCE = 64;

    private static final int SOCKET_BUFFER = 1 << 20;
    private static final long CLOSE_SECONDS = 2;

    private final EventLoopGroup loop = NettyTransport.newEventLoops("minger-responder", 1);
    private final List<Channel> channels = new ArrayList<>();

    private MingerResponder() {}

    /**
     * Listens on all configured addresses. Waits until they are bound.
     *
     * @throws UncheckedIOException an address cannot be bound; the message names it, and nothing stays bound
     */
    public static MingerResponder start(
            MingerResponderConfiguration configuration, MingerDirectory directory, MingerResponderMetrics metrics) {
        return start(configuration, directory, metrics, ReplyListener.NONE, nonce -> false);
    }

    /**
     * The same, with one who hears of each reply.
     *
     * @param ownQueries whether this very server waits for the answer to a query with that nonce: such a query is no peer's, but one that
     *     was sent back, and its answer would prove what the peer has not said. Asked on the event loop: must neither block nor throw
     */
    public static MingerResponder start(
            MingerResponderConfiguration configuration,
            MingerDirectory directory,
            MingerResponderMetrics metrics,
            ReplyListener listener,
            Predicate<Nonce> ownQueries) {
        MingerResponder responder = new MingerResponder();
        QueryHandler handler = new QueryHandler(configuration, directory, metrics, listener, ownQueries);
        for (InetSocketAddress address : configuration.bind()) {
            ChannelFuture bound = responder.bind(address, handler).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                responder.close();
                throw new UncheckedIOException(
                        "cannot bind UDP " + shown(address) + " for Minger: "
                                + bound.cause().getMessage(),
                        new IOException(bound.cause()));
            }
            responder.channels.add(bound.channel());
            LOGGER.info("answering Minger queries on UDP {}", shown((InetSocketAddress)
                    bound.channel().localAddress()));
        }
        return responder;
    }

    private ChannelFuture bind(InetSocketAddress address, QueryHandler handler) {
        return new Bootstrap()
                .group(loop)
                .channel(NettyTransport.datagramChannel())
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .option(
                        ChannelOption.RCVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(DATAGRAM).maxMessagesPerRead(DATAGRAMS_AT_ONCE))
                .handler(handler)
                .bind(address);
    }

    private static String shown(InetSocketAddress address) {
        return address.isUnresolved() ? address.toString() : NetUtil.toSocketAddressString(address);
    }

    /** Where it listens, in configured order, with the ports that were free where 0 was asked for. */
    public List<InetSocketAddress> boundAddresses() {
        return channels.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /** Idempotent. Waits up to two seconds for the sockets; look-ups in the directory under way get no reply. */
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

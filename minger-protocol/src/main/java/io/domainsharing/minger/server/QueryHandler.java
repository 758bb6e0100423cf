// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.MingerResponse;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.QueryReading;
import io.domainsharing.minger.server.MingerResponderMetrics.Silence;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the datagrams of all sockets of a responder, which share one event loop: its state belongs to that thread. */
@ChannelHandler.Sharable
final class QueryHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final Logger LOGGER = LoggerFactory.getLogger(QueryHandler.class);

    private final MingerResponderConfiguration configuration;
    private final Admission admission;
    private final MingerDirectory directory;
    private final MingerResponderMetrics metrics;
    private final ReplyListener listener;
    private final Predicate<Nonce> ownQueries;
    private int inFlight;
    private boolean reading;

    QueryHandler(
            MingerResponderConfiguration configuration,
            MingerDirectory directory,
            MingerResponderMetrics metrics,
            ReplyListener listener,
            Predicate<Nonce> ownQueries) {
        this.configuration = configuration;
        this.admission = new Admission(configuration, System::nanoTime);
        this.directory = directory;
        this.metrics = metrics;
        this.listener = listener;
        this.ownQueries = ownQueries;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        reading = true;
        metrics.received();
        InetAddress source = unmapped(packet.sender().getAddress());
        QueryReading reading = MingerQuery.read(ByteBufUtil.getBytes(packet.content()));
        if (reading instanceof QueryReading.WellFormed wellFormed) {
            MingerQuery query = wellFormed.query();
            Admission.Ruling ruling = admission.of(source, query);
            switch (ruling.decision()) {
                case ANSWER -> ask(context, packet.sender(), query.mailbox(), ruling.proof());
                case ACCESS_DENIED -> reply(
                        context, packet.sender(), new MingerResponse(query.mailbox(), MingerStatus.ACCESS_DENIED));
                case BAD_CREDENTIALS -> reply(
                        context, packet.sender(), new MingerResponse(query.mailbox(), MingerStatus.BAD_CREDENTIALS));
                case IGNORE -> metrics.unanswered(Silence.RATE_LIMITED);
            }
        } else if (!admission.admits(source)) {
            metrics.unanswered(Silence.RATE_LIMITED);
        } else if (reading instanceof QueryReading.Malformed malformed) {
            metrics.malformed(malformed.defect());
            reply(context, packet.sender(), new MingerResponse(malformed.mailbox(), MingerStatus.INVALID_REQUEST));
        } else {
            metrics.unanswered(Silence.NO_MAILBOX);
        }
    }

    private void ask(
            ChannelHandlerContext context, InetSocketAddress client, Mailbox mailbox, @Nullable AnswerProof proof) {
        if (proof != null && ownQueries.test(proof.nonce())) {
            metrics.unanswered(Silence.OWN_QUERY);
            return;
        }
        if (inFlight >= configuration.maximumInFlight()) {
            metrics.unanswered(Silence.OVERLOADED);
            return;
        }
        CompletionStage<MingerStatus> status;
        try {
            status = directory.statusOf(mailbox, unmapped(client.getAddress()));
        } catch (RuntimeException e) {
            status = CompletableFuture.failedStage(e);
        }
        inFlight++;
        new DirectoryLookup(context.executor(), new DirectoryLookup.End() {
                    @Override
                    public void known(MingerStatus found) {
                        inFlight--;
                        reply(
                                context,
                                client,
                                new MingerResponse(mailbox, found, proof == null ? null : proof.of(mailbox, found)));
                    }

                    @Override
                    public void unknown(Silence reason, String detail) {
                        inFlight--;
                        metrics.unanswered(reason);
                        LOGGER.debug("no reply about {} to {}: {}", mailbox, client, detail);
                    }
                })
                .await(status, configuration.directoryDeadline());
    }

    private void reply(ChannelHandlerContext context, InetSocketAddress client, MingerResponse response) {
        byte[] datagram = response.toBytes();
        ChannelFuture unused = context.write(
                new DatagramPacket(context.alloc().ioBuffer(datagram.length).writeBytes(datagram), client),
                context.voidPromise());
        if (!reading) {
            context.flush();
        }
        metrics.replied(response.status());
        listener.replied(unmapped(client.getAddress()), response.status());
    }

    /** One flush, and with native transport one system call, for the replies to all datagrams of a read. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        context.flush();
    }

    /** Such as an ICMP message about a reply: the socket goes on. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOGGER.debug("on the Minger socket {}: {}", context.channel().localAddress(), cause.toString());
    }

    /** Native transport may show an IPv4 client of an IPv6 socket as an IPv4-mapped address. */
    private static InetAddress unmapped(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.minger.Escaped;
import io.domainsharing.minger.transport.NettyTransport;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: commands out, replies in, each reply for the oldest command without one. Whatever is out of order ends
 * it: silence, a line that nothing asked for, a reply that is none. So a late reply is never taken for that to a later question;
 * a surplus one is where a faulty server sends it only after the next command has left. Belongs to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private final EventLoop loop;
    private final SmtpServer server;
    private final InetSocketAddress address;
    private final ReplyReader reader = new ReplyReader();
    private final Deque<Consumer<SmtpReply>> expected = new ArrayDeque<>();
    private Duration step;
    private @Nullable Consumer<NoAnswer> owner;
    private @Nullable Channel channel;
    private @Nullable ByteBuf unread;
    private @Nullable Future<?> stepTimer;
    private Set<String> keywords = Set.of();
    private boolean quitting;
    private boolean ended;
    private int questions;
    private int refusals;

    Connection(EventLoop loop, SmtpServer server, InetSocketAddress address, Duration step) {
        this.loop = loop;
        this.server = server;
        this.address = address;
        this.step = step;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Who hears how this connection ends, once and at last. */
    void setOwner(Consumer<NoAnswer> owner) {
        this.owner = owner;
    }

    void setStep(Duration step) {
        this.step = step;
    }

    /** What the server announced by EHLO, in upper case. */
    Set<String> keywords() {
        return keywords;
    }

    void setKeywords(Set<String> keywords) {
        this.keywords = keywords;
    }

    boolean isPipelining() {
        return keywords.contains("PIPELINING");
    }

    boolean isEnded() {
        return ended;
    }

    int questions() {
        return questions;
    }

    /** Replies 4xx and 5xx to questions; servers get tired of these first. */
    int refusals() {
        return refusals;
    }

    void count(SmtpReply reply) {
        questions++;
        if (!reply.isPositive()) {
            refusals++;
        }
    }

    void connect(@Nullable InetAddress bind, Consumer<SmtpReply> greeting) {
        InetSocketAddress source = bind == null || bind.isAnyLocalAddress() ? null : new InetSocketAddress(bind, 0);
        startStep();
        expected.add(greeting);
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NettyTransport.socketChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .handler(this)
                .connect(address, source);
        if (connected.cause() != null) {
            // No file descriptor, say: there is no channel, and a listener would run on a foreign thread.
            unreachable(connected.cause());
            return;
        }
        channel = connected.channel();
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                unreachable(done.cause());
            } else if (!ended) {
                startStep();
            }
        });
    }

    /** Leaves with the next {@link #flush}. */
    void send(String command, Consumer<SmtpReply> then) {
        if (ended || channel == null) {
            return;
        }
        if (expected.isEmpty()) {
            startStep();
        }
        expected.add(then);
        ChannelFuture unused = channel.write(Unpooled.copiedBuffer(command + "\r\n", StandardCharsets.US_ASCII));
    }

    void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    /**
     * Goes on in TLS. What the server has sent in clear behind its reply to STARTTLS would be read as if it had come under TLS,
     * and anybody may have sent it: then there is no going on.
     */
    void startTls(SslContext context, Runnable secured) {
        if (ended || channel == null) {
            return;
        }
        if ((unread != null && unread.isReadable()) || reader.isInReply() || !expected.isEmpty()) {
            end(Reason.REFUSED, server + " sent more in clear behind its reply to STARTTLS");
            return;
        }
        SslHandler handler = context.newHandler(channel.alloc(), server.host(), server.port());
        handler.setHandshakeTimeoutMillis(0);
        startStep();
        channel.pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(done -> {
            if (ended) {
                return;
            }
            if (done.isSuccess()) {
                stopStep();
                secured.run();
            } else {
                tlsFailed(done.cause());
            }
        });
    }

    /** Ends the session as it should be ended, without waiting for it. The owner hears nothing. */
    void quit() {
        owner = null;
        if (!ended && expected.isEmpty()) {
            quitting = true;
            send("QUIT", reply -> end(Reason.CLOSED, "QUIT"));
            flush();
        } else {
            end(Reason.CLOSED, "QUIT");
        }
    }

    /** Tells the owner why there is no going on, and quits. */
    void refuse(String detail) {
        Consumer<NoAnswer> told = owner;
        quit();
        if (told != null) {
            told.accept(new NoAnswer(Reason.REFUSED, detail));
        }
    }

    /** The one place where a connection ends; later calls do nothing. */
    void end(Reason reason, String detail) {
        if (ended) {
            return;
        }
        ended = true;
        stopStep();
        expected.clear();
        if (channel != null) {
            ChannelFuture unused = channel.close();
        }
        Consumer<NoAnswer> told = owner;
        owner = null;
        if (told != null) {
            told.accept(new NoAnswer(reason, detail));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        unread = bytes;
        try {
            while (!ended && bytes.isReadable()) {
                if (expected.isEmpty()) {
                    end(Reason.REFUSED, server + " spoke without being asked");
                } else {
                    read(reader.read(bytes));
                }
            }
        } finally {
            unread = null;
            bytes.release();
        }
    }

    private void read(ReplyReading reading) {
        if (reading instanceof ReplyReading.Unreadable unreadable) {
            end(Reason.REFUSED, server + " sent what is " + unreadable.why());
        } else if (reading instanceof ReplyReading.Complete complete) {
            take(complete.reply());
        }
    }

    private void take(SmtpReply reply) {
        Consumer<SmtpReply> next = expected.remove();
        if (expected.isEmpty()) {
            stopStep();
        } else {
            startStep();
        }
        if (reply.isClosing() && !quitting) {
            end(Reason.REFUSED, server + " ends the session: " + reply);
        } else {
            next.accept(reply);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(Reason.UNREACHABLE, server + " closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
            tlsFailed(cause);
        } else {
            unreachable(cause);
        }
    }

    private void tlsFailed(Throwable cause) {
        end(Reason.REFUSED, "TLS with " + server + " failed: " + Escaped.of(String.valueOf(cause.getMessage())));
    }

    private void unreachable(Throwable cause) {
        end(Reason.UNREACHABLE, server + " cannot be reached: " + Escaped.of(String.valueOf(cause.getMessage())));
    }

    private void startStep() {
        stopStep();
        stepTimer = loop.schedule(
                () -> end(Reason.TIMEOUT, server + " was silent for " + step.toMillis() + " ms"),
                step.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void stopStep() {
        if (stepTimer != null) {
            stepTimer.cancel(false);
            stepTimer = null;
        }
    }
}

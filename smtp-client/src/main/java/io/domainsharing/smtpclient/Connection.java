// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: commands out, replies in, each reply for the oldest command without one. Whatever is out of order ends
 * it: silence, a line that nothing asked for, a reply that is none. So a late reply is never taken for that to a later exchange;
 * a surplus one is where a faulty server sends it only after the next command has left. Belongs to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    private final EventLoop loop;
    private final SmtpServer server;
    private final InetSocketAddress address;
    private final ReplyReader reader = new ReplyReader();
    private final Deque<Consumer<SmtpReply>> expected = new ArrayDeque<>();
    private final StepTimer step;
    private final ExchangeTally tally = new ExchangeTally();
    private @Nullable Consumer<ConnectionEnd> owner;
    private @Nullable Channel channel;
    private @Nullable ByteBuf unread;
    private Extensions extensions = Extensions.NONE;
    private volatile boolean connected;
    private boolean quitting;
    private boolean ended;

    Connection(EventLoop loop, SmtpServer server, InetSocketAddress address, Duration step) {
        this.loop = loop;
        this.server = server;
        this.address = address;
        this.step = new StepTimer(
                loop, step, time -> end(Reason.TIMEOUT, server + " was silent for " + time.toMillis() + " ms"));
    }

    InetSocketAddress address() {
        return address;
    }

    /** Who hears how this connection ends, once and at last. */
    void setOwner(Consumer<ConnectionEnd> owner) {
        this.owner = owner;
    }

    void setStep(Duration longest) {
        step.setStep(longest);
    }

    /** What the server announced by EHLO. */
    Extensions extensions() {
        return extensions;
    }

    void setExtensions(Extensions extensions) {
        this.extensions = extensions;
    }

    boolean isPipelining() {
        return extensions.has("PIPELINING");
    }

    /** TCP, whatever has come over it since. Any thread. */
    boolean isConnected() {
        return connected;
    }

    boolean isEnded() {
        return ended;
    }

    /** What has been asked over it. */
    ExchangeTally tally() {
        return tally;
    }

    /**
     * @param tls spoken from the first octet on; null: not before STARTTLS, if at all
     * @param next the longest that each step takes, once there is a connection
     */
    void connect(@Nullable InetAddress bind, @Nullable TlsLayer tls, Duration next, Consumer<SmtpReply> greeting) {
        step.start();
        expected.add(greeting);
        ChannelFuture connecting = TcpDial.connect(loop, this, address, bind);
        if (connecting.cause() != null) {
            // No file descriptor, say: there is no channel, and a listener would run on a foreign thread.
            end(ConnectionEnd.unreachable(server, connecting.cause(), connected));
            return;
        }
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                end(ConnectionEnd.unreachable(server, done.cause(), connected));
            } else if (!ended) {
                connected = true;
                step.setStep(next);
                step.start();
                if (tls != null) {
                    SslHandler handler = tls.over(connecting.channel(), server);
                    handler.setHandshakeTimeoutMillis(0);
                    connecting.channel().pipeline().addFirst(handler);
                }
            }
        });
    }

    /** Leaves with the next {@link #flush}. */
    void send(String command, Consumer<SmtpReply> then) {
        send(new CommandLine(command), then);
    }

    /** Leaves with the next {@link #flush}. */
    void send(CommandLine command, Consumer<SmtpReply> then) {
        if (ended || channel == null) {
            return;
        }
        if (expected.isEmpty()) {
            step.start();
        }
        expected.add(then);
        ChannelFuture unused = channel.write(Unpooled.wrappedBuffer(command.octets()));
    }

    /** A reply that may come at any time from now on; how long it may take {@link #expectNow} says. */
    void expect(Consumer<SmtpReply> then) {
        expected.add(then);
    }

    /** From now on the next reply may take so long. */
    void expectNow(Duration patience) {
        if (!ended && !expected.isEmpty()) {
            step.setStep(patience);
            step.start();
        }
    }

    /** Octets of a message. {@code written} hears when the system has taken them, and nothing when the connection ends. */
    void write(ByteBuf octets, Runnable written) {
        if (ended || channel == null) {
            octets.release();
            return;
        }
        channel.writeAndFlush(octets).addListener(done -> {
            if (done.isSuccess()) {
                written.run();
            }
        });
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
    void startTls(TlsLayer tls, Runnable secured) {
        if (ended || channel == null) {
            return;
        }
        if ((unread != null && unread.isReadable()) || reader.isInReply() || !expected.isEmpty()) {
            end(Reason.REFUSED, server + " sent more in clear behind its reply to STARTTLS");
            return;
        }
        SslHandler handler = tls.over(channel, server);
        handler.setHandshakeTimeoutMillis(0);
        step.start();
        channel.pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(done -> {
            if (ended) {
                return;
            }
            if (done.isSuccess()) {
                step.stop();
                secured.run();
            } else {
                end(ConnectionEnd.ofTls(server, done.cause()));
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

    /**
     * Tells the owner why there is no going on, and quits.
     *
     * @param reply the server's own word for it; null: there is none
     */
    void refuse(String detail, @Nullable SmtpReply reply) {
        Consumer<ConnectionEnd> told = owner;
        quit();
        if (told != null) {
            told.accept(new ConnectionEnd(Reason.REFUSED, detail, reply, false));
        }
    }

    void end(Reason reason, String detail) {
        end(ConnectionEnd.of(reason, detail));
    }

    /** The one place where a connection ends; later calls do nothing. */
    private void end(ConnectionEnd end) {
        if (ended) {
            return;
        }
        ended = true;
        step.stop();
        expected.clear();
        if (channel != null) {
            ChannelFuture unused = channel.close();
        }
        Consumer<ConnectionEnd> told = owner;
        owner = null;
        if (told != null) {
            told.accept(end);
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
            step.stop();
        } else {
            step.start();
        }
        if (reply.isClosing() && !quitting) {
            end(new ConnectionEnd(Reason.REFUSED, server + " ends the session: " + reply, reply, false));
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
            end(ConnectionEnd.ofTls(server, cause));
        } else {
            end(ConnectionEnd.unreachable(server, cause, connected));
        }
    }
}

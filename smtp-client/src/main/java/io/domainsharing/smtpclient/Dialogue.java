// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.Escaped;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as one thread sees that waits for each reply: what happens on the event loop comes back as a reply or as {@link
 * SessionLost}. Used by one thread; {@link #end} by any.
 */
final class Dialogue {
    private static final Logger LOGGER = LoggerFactory.getLogger(Dialogue.class);

    /** RFC 5321 section 4.2.1: start mail input. */
    static final int START_OF_MESSAGE = 354;

    private static final SmtpReply READY = new SmtpReply(220, List.of("the session is open"));

    private final EventLoop loop;
    private final SmtpServer server;
    private final SmtpDeliveryConfiguration configuration;
    private final Connection connection;
    private final CompletableFuture<ConnectionEnd> ended = new CompletableFuture<>();
    private CompletableFuture<SmtpReply> toMessage = new CompletableFuture<>();
    private boolean secured;

    Dialogue(EventLoop loop, SmtpServer server, InetSocketAddress address, SmtpDeliveryConfiguration configuration) {
        this.loop = loop;
        this.server = server;
        this.configuration = configuration;
        this.connection = new Connection(loop, server, address, configuration.connect());
    }

    /** Greeting, EHLO and TLS. */
    void open(OpeningPolicy policy) throws SessionLost {
        CompletableFuture<SmtpReply> ready = new CompletableFuture<>();
        Opening opening = new Opening(policy, connection, server, configuration.step(), () -> ready.complete(READY));
        onLoop(() -> {
            connection.setOwner(ended::complete);
            opening.start();
        });
        try {
            await(Stage.GREETING, ready);
        } catch (SessionLost lost) {
            throw new SessionLost(opening.stage(), ended.join());
        }
        secured = opening.isSecured();
    }

    SmtpServer server() {
        return server;
    }

    Extensions extensions() {
        return connection.extensions();
    }

    boolean isPipelining() {
        return connection.isPipelining();
    }

    boolean isSecured() {
        return secured;
    }

    /** Leaves with the next {@link #flush}. */
    CompletableFuture<SmtpReply> send(CommandLine command) {
        return send(command, Escaped.of(command.text()));
    }

    /** @param shown in its place where the dialogue is logged */
    private CompletableFuture<SmtpReply> send(CommandLine command, String shown) {
        if (configuration.debug()) {
            LOGGER.debug("{} <- {}", server, shown);
        }
        CompletableFuture<SmtpReply> reply = new CompletableFuture<>();
        onLoop(() -> connection.send(command, reply::complete));
        return reply;
    }

    void flush() {
        onLoop(connection::flush);
    }

    SmtpReply say(Stage stage, String command) throws SessionLost {
        CompletableFuture<SmtpReply> reply = send(new CommandLine(command));
        flush();
        return await(stage, reply);
    }

    /** The same for what nobody should read in a log. */
    SmtpReply saySecretly(Stage stage, String command) throws SessionLost {
        CompletableFuture<SmtpReply> reply = send(new CommandLine(command), "(hidden)");
        flush();
        return await(stage, reply);
    }

    /** Blocks; the connection's own timer ends it. */
    SmtpReply await(Stage stage, CompletableFuture<SmtpReply> reply) throws SessionLost {
        try {
            CompletableFuture.anyOf(reply, ended).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(stage, Reason.CLOSED, "this server is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        if (!reply.isDone()) {
            throw new SessionLost(stage, ended.join());
        }
        if (configuration.debug()) {
            LOGGER.debug("{} -> {}", server, reply.join());
        }
        return reply.join();
    }

    /** DATA. From a 354 on any reply is to the message, however early it comes. */
    SmtpReply sayData() throws SessionLost {
        CompletableFuture<SmtpReply> go = new CompletableFuture<>();
        CompletableFuture<SmtpReply> reply = new CompletableFuture<>();
        toMessage = reply;
        onLoop(() -> {
            connection.send("DATA", said -> {
                if (said.code() == START_OF_MESSAGE) {
                    connection.expect(reply::complete);
                }
                go.complete(said);
            });
            connection.flush();
        });
        return await(Stage.DATA, go);
    }

    /**
     * The message behind DATA, and the reply to it. A server that replies before the end has enough of it: the session is over
     * then.
     *
     * @throws IOException the message cannot be read: the session is over, and the server has got no whole message
     */
    SmtpReply sendMessage(Content content) throws SessionLost, IOException {
        CompletableFuture<SmtpReply> reply = toMessage;
        try (InputStream in = content.open()) {
            MessageEncoder encoder = new MessageEncoder(true);
            byte[] chunk = new byte[Content.CHUNK];
            for (int length = in.read(chunk); length >= 0 && !reply.isDone(); length = in.read(chunk)) {
                ByteBuf out = Unpooled.buffer(length + length / 8 + 8);
                encoder.encode(chunk, length, out);
                write(out, reply);
            }
            if (!reply.isDone()) {
                ByteBuf out = Unpooled.buffer();
                encoder.finish(out);
                write(out, reply);
            }
        } catch (IOException | RuntimeException e) {
            end(Reason.CLOSED, "the message cannot be read");
            throw e;
        }
        if (reply.isDone()) {
            return enough(reply.join());
        }
        onLoop(() -> {
            connection.write(Unpooled.copiedBuffer(".\r\n", StandardCharsets.US_ASCII), () -> {});
            connection.expectNow(configuration.end());
        });
        SmtpReply taken = await(Stage.CONTENT, reply);
        onLoop(() -> connection.setStep(configuration.step()));
        return taken;
    }

    private SmtpReply enough(SmtpReply reply) throws SessionLost {
        String detail = server + " answered before the end of the message: " + reply;
        if (reply.code() < 400) {
            throw lost(Stage.DATA, Reason.REFUSED, detail);
        }
        end(Reason.REFUSED, detail);
        return reply;
    }

    private void write(ByteBuf octets, CompletableFuture<SmtpReply> reply) throws SessionLost {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        try {
            loop.execute(() -> connection.write(octets, () -> written.complete(true)));
        } catch (RejectedExecutionException e) {
            octets.release();
            throw lost(Stage.DATA, Reason.CLOSED, "the SMTP client was closed");
        }
        Duration patience = configuration.step();
        try {
            CompletableFuture.anyOf(written, ended, reply).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(Stage.DATA, Reason.CLOSED, "this server is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw lost(
                    Stage.DATA,
                    Reason.TIMEOUT,
                    server + " took nothing of the message for " + patience.toMillis() + " ms");
        }
        if (ended.isDone() && !reply.isDone()) {
            throw new SessionLost(Stage.DATA, ended.join());
        }
    }

    /** Ends it without a word. Any thread; idempotent. */
    void end(Reason reason, String detail) {
        onLoop(() -> connection.end(reason, detail));
    }

    /** QUIT, without waiting for it. */
    void quit() {
        onLoop(connection::quit);
    }

    private SessionLost lost(Stage stage, Reason reason, String detail) {
        end(reason, detail);
        return new SessionLost(stage, new ConnectionEnd(reason, detail, null, false));
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            ended.complete(new ConnectionEnd(Reason.CLOSED, "the SMTP client was closed", null, false));
        }
    }
}

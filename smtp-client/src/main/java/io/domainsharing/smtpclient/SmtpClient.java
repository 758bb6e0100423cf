// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.NettyTransport;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks SMTP servers about addresses and for held mail, and never sends a message (docs/adr/0013). Connections are kept for
 * further exchanges to the same server. Any thread; nothing blocks but {@link #close()}.
 *
 * <p>All connections to one server belong to one event loop, chosen by the server, so that their state needs no lock. Stages
 * complete on that loop: what depends on them must not block, or go to another executor.
 */
public final class SmtpClient implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final long CLOSE_SECONDS = 2;

    private final SmtpClientConfiguration configuration;
    private final EventLoopGroup group = NettyTransport.newEventLoops("smtp-client", EVENT_LOOPS);
    private final List<EventLoop> loops = new ArrayList<>();
    private final TlsLayer tls = new Tls(Certificates.UNCHECKED);
    /** Each entry is touched by its server's event loop only. */
    private final Map<SmtpServer, ServerConnections> servers = new ConcurrentHashMap<>();

    private final Set<ExchangeInFlight> inFlight = ConcurrentHashMap.newKeySet();
    private final Semaphore room;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

    private SmtpClient(SmtpClientConfiguration configuration) {
        this.configuration = configuration;
        this.room = new Semaphore(configuration.maximumInFlight());
        for (EventExecutor loop : group) {
            loops.add((EventLoop) loop);
        }
    }

    /** A client with event loops of its own, whose threads start with the first exchange. */
    public static SmtpClient create(SmtpClientConfiguration configuration) {
        return new SmtpClient(configuration);
    }

    /** Asks within the configured budget. The stage never fails. */
    public CompletionStage<SmtpOutcome> ask(SmtpServer server, SmtpCommand command) {
        return ask(server, command, configuration.budget());
    }

    /** Asks within this budget; with one that is used up already, the server is not asked. The stage never fails. */
    public CompletionStage<SmtpOutcome> ask(SmtpServer server, SmtpCommand command, Duration budget) {
        if (budget.isNegative() || budget.isZero()) {
            return refused(Reason.TIMEOUT, "no time was left to ask " + server);
        }
        if (closed) {
            return refused(Reason.CLOSED, "the SMTP client is closed");
        }
        if (!room.tryAcquire()) {
            return refused(
                    Reason.OVERLOADED, configuration.maximumInFlight() + " SMTP questions are in flight already");
        }
        EventLoop loop = loops.get(Math.floorMod(server.hashCode(), loops.size()));
        ExchangeInFlight asking =
                new ExchangeInFlight(command, server, loop, configuration.step(), budget, this::leave);
        inFlight.add(asking);
        // Looked at again once it is in the table: close() either finds it there or is seen here.
        if (closed) {
            asking.finish(new NoAnswer(Reason.CLOSED, "the SMTP client was closed"));
        } else {
            asking.start(() -> connectionsTo(server, loop).ask(asking));
        }
        return asking.outcome();
    }

    private ServerConnections connectionsTo(SmtpServer server, EventLoop loop) {
        return servers.computeIfAbsent(
                server,
                added ->
                        new ServerConnections(configuration, tlsWith(added), loop, added, () -> servers.remove(added)));
    }

    private TlsLayer tlsWith(SmtpServer server) {
        Certificates required = server.requiredTls();
        return required == null ? tls : new Tls(required);
    }

    private static CompletionStage<SmtpOutcome> refused(Reason reason, String detail) {
        return CompletableFuture.completedStage(new NoAnswer(reason, detail));
    }

    private void leave(ExchangeInFlight asking) {
        inFlight.remove(asking);
        room.release();
    }

    /** Exchanges in flight now. */
    public int inFlight() {
        return inFlight.size();
    }

    /** Servers with an open connection. */
    int servers() {
        return servers.size();
    }

    /**
     * Idempotent. Every waiter gets {@link Reason#CLOSED} before this returns; waits up to two seconds for the sockets, unless
     * called on an event loop of the client.
     */
    @Override
    public void close() {
        closed = true;
        inFlight.forEach(asking -> asking.finish(new NoAnswer(Reason.CLOSED, "the SMTP client was closed")));
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        for (EventLoop loop : loops) {
            loop.execute(() -> servers.forEach((server, connections) -> {
                if (loops.get(Math.floorMod(server.hashCode(), loops.size())) == loop) {
                    connections.close();
                }
            }));
        }
        Future<?> terminated = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        if (loops.stream().noneMatch(EventLoop::inEventLoop)) {
            terminated.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}

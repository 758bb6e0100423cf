// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server, and the exchanges that wait for one. A connection carries one exchange at a time. Belongs to
 * its event loop.
 */
final class ServerConnections {
    /** Postfix makes a client wait from its eleventh error on one connection on. */
    static final int MOST_REFUSALS = 8;

    private final SmtpClientConfiguration configuration;
    private final TlsLayer tls;
    private final EventLoop loop;
    private final SmtpServer server;
    private final Runnable empty;
    private final Deque<ExchangeInFlight> waiting = new ArrayDeque<>();
    /** The one that was used last is used next, so that the others can be closed. */
    private final Deque<Connection> idle = new ArrayDeque<>();

    private final Map<Connection, Future<?>> idleTimers = new HashMap<>();
    /** The answer is there, and RSET is on its way: as good as idle. */
    private final Set<Connection> finishing = new HashSet<>();

    /** Those being opened, in use, and idle. */
    private int open;

    /** @param empty nobody waits, and there is no connection left */
    ServerConnections(
            SmtpClientConfiguration configuration, TlsLayer tls, EventLoop loop, SmtpServer server, Runnable empty) {
        this.configuration = configuration;
        this.tls = tls;
        this.loop = loop;
        this.server = server;
        this.empty = empty;
    }

    void ask(ExchangeInFlight asking) {
        if (asking.isFinished()) {
            closeIfEmpty();
            return;
        }
        // What a server has announced on a connection that is open may be of long ago.
        boolean mustBeNew = asking.command() instanceof SmtpCommand.Hello;
        Connection connection = mustBeNew ? null : takeIdle();
        if (connection != null) {
            put(asking, connection, true);
        } else if (open < configuration.connections() && (mustBeNew || waiting.size() >= finishing.size())) {
            open(asking);
        } else {
            asking.waitForTurn();
            waiting.add(asking);
        }
    }

    private void open(ExchangeInFlight asking) {
        open++;
        asking.takeTurn();
        Dialling dialling = new Dialling(
                configuration, tls, loop, server, asking, connection -> put(asking, connection, false), failure -> {
                    asking.setAbandon(null);
                    asking.fail(failure);
                    left();
                });
        asking.setAbandon(() -> {
            dialling.cancel();
            left();
        });
        dialling.start();
    }

    private void put(ExchangeInFlight asking, Connection connection, boolean reused) {
        asking.takeTurn();
        connection.setOwner(end -> lost(asking, connection, end.noAnswer(), reused));
        // A reply that comes after this would be taken for that to the next exchange.
        asking.setAbandon(() -> connection.end(Reason.CLOSED, "abandoned"));
        Exchange exchange = new Exchange(
                server, connection, reply -> answered(asking, connection, reply, reused), () -> done(connection));
        exchange.start(asking.command());
    }

    private void answered(ExchangeInFlight asking, Connection connection, SmtpReply reply, boolean reused) {
        connection.tally().count(reply);
        if (reused && isTired(asking.command(), reply)) {
            connection.end(Reason.REFUSED, server + " answered " + reply);
            return;
        }
        finishing.add(connection);
        asking.setAbandon(null);
        asking.finish(new Answered(
                reply, connection.address(), connection.extensions().keywords()));
    }

    // Exim says 554 to the eleventh VRFY on one connection, whatever it asks for.
    private static boolean isTired(SmtpCommand command, SmtpReply reply) {
        return reply.code() == 554 && !(command instanceof SmtpCommand.Rcpt);
    }

    // What a server did with a connection that it knew from before tells nothing about this exchange.
    private void lost(ExchangeInFlight asking, Connection connection, NoAnswer end, boolean reused) {
        finishing.remove(connection);
        asking.setAbandon(null);
        if (reused && asking.mayAskAgain()) {
            open--;
            open(asking);
        } else {
            asking.fail(end);
            left();
        }
    }

    // Later, when all that has come with the last reply is read: if there is more of it, the connection is no good.
    private void done(Connection connection) {
        connection.setOwner(end -> {
            finishing.remove(connection);
            left();
        });
        loop.execute(() -> reuse(connection));
    }

    private void reuse(Connection connection) {
        if (connection.isEnded()) {
            return;
        }
        finishing.remove(connection);
        ExchangeTally tally = connection.tally();
        if (tally.exchanges() >= configuration.exchanges() || tally.refusals() >= MOST_REFUSALS) {
            connection.quit();
            left();
            return;
        }
        ExchangeInFlight next = takeWaiting();
        if (next != null) {
            put(next, connection, true);
            return;
        }
        idle.addLast(connection);
        connection.setOwner(end -> {
            forgetIdle(connection);
            left();
        });
        idleTimers.put(
                connection,
                loop.schedule(() -> retire(connection), configuration.idle().toNanos(), TimeUnit.NANOSECONDS));
    }

    private void retire(Connection connection) {
        forgetIdle(connection);
        connection.quit();
        left();
    }

    private @Nullable Connection takeIdle() {
        Connection connection = idle.pollLast();
        if (connection != null) {
            forgetIdle(connection);
        }
        return connection;
    }

    private void forgetIdle(Connection connection) {
        idle.remove(connection);
        Future<?> timer = idleTimers.remove(connection);
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** A connection is gone: there may be room for who waits. */
    private void left() {
        open--;
        ExchangeInFlight next = takeWaiting();
        if (next != null) {
            open(next);
        }
        closeIfEmpty();
    }

    private @Nullable ExchangeInFlight takeWaiting() {
        ExchangeInFlight next = waiting.poll();
        while (next != null && next.isFinished()) {
            next = waiting.poll();
        }
        return next;
    }

    private void closeIfEmpty() {
        if (open == 0 && waiting.isEmpty()) {
            empty.run();
        }
    }

    /** Says goodbye on the connections that nobody uses; the others end with their exchanges. */
    void close() {
        while (!idle.isEmpty()) {
            retire(idle.getLast());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.client.MingerOutcome.NoAnswer;
import io.domainsharing.minger.client.MingerOutcome.Reason;
import io.domainsharing.network.NettyTransport;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Asks Minger servers about addresses (draft-hathcock-minger-06). Any thread; nothing blocks but {@link #close()}.
 *
 * <p>Minger has neither query id nor nonce, and its digest does not cover the reply: where the server does not prove its answers ({@link
 * Proving}), what keeps a stranger from answering
 * in the server's place is that he must guess the source port of a query while it is in flight. So each query in flight
 * has a socket of its own, bound to a port that the kernel draws at random (Linux: {@code udp_lib_get_port}, RFC 6056
 * section 3.3.1) and connected to the server, which makes the kernel drop what comes from elsewhere and report ICMP
 * errors. An unanswered query is sent again, the same octets from the same socket, so that a slow reply to the first try
 * still counts. Where it is wanted, servers that are known to take any case are asked in letters of random case, which a stranger must
 * guess, too.
 *
 * <p>Stages complete on an event loop of the client: what depends on them must not block, or go to another executor.
 */
public final class MingerClient implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final long CLOSE_SECONDS = 2;

    private final MingerClientConfiguration configuration;
    private final EventLoopGroup loops;
    private final Semaphore room;
    private final Set<Inquiry> inFlight = ConcurrentHashMap.newKeySet();
    private final Spellings spellings = new Spellings(System::nanoTime);
    private final OwnNonces nonces = new OwnNonces();
    private volatile boolean closed;

    private MingerClient(MingerClientConfiguration configuration) {
        this.configuration = configuration;
        this.room = new Semaphore(configuration.maximumInFlight());
        this.loops = NettyTransport.newEventLoops("minger-client", EVENT_LOOPS);
    }

    /** A client with event loops of its own. */
    public static MingerClient create(MingerClientConfiguration configuration) {
        return new MingerClient(configuration);
    }

    /** Asks within the configured budget. The stage never fails. */
    public CompletionStage<MingerOutcome> ask(MingerServer server, Mailbox mailbox) {
        return ask(server, mailbox, configuration.budget());
    }

    /** Asks within this budget; with one that is used up already, the server is not asked. The stage never fails. */
    public CompletionStage<MingerOutcome> ask(MingerServer server, Mailbox mailbox, Duration budget) {
        return ask(server, mailbox, budget, Proving.NEVER);
    }

    /** As {@link #ask(MingerServer, Mailbox, Duration)}, with proofs where they are wanted, and the server has a secret. */
    public CompletionStage<MingerOutcome> ask(MingerServer server, Mailbox mailbox, Duration budget, Proving proving) {
        if (budget.isNegative() || budget.isZero()) {
            return refuse(server, Reason.TIMEOUT, "no time was left to ask " + server);
        }
        if (closed) {
            return refuse(server, Reason.CLOSED, "the Minger client is closed");
        }
        // Whoever cannot forge a proof need not be kept from guessing letters.
        boolean isGuarded = configuration.randomCase() && !Asked.isProofRequired(server, proving);
        Spelling spelling = isGuarded ? new Guarded(server, mailbox) : Spelling.AS_GIVEN;
        return ask(new Asked(server, mailbox, spelling, proving), budget);
    }

    private CompletionStage<MingerOutcome> ask(Asked asked, Duration budget) {
        if (!room.tryAcquire()) {
            return refuse(
                    asked.server(),
                    Reason.OVERLOADED,
                    configuration.maximumInFlight() + " Minger queries are in flight already");
        }
        Inquiry inquiry = new Inquiry(configuration, loops.next(), asked, nonces, this::leave);
        inFlight.add(inquiry);
        // Looked at again once it is in the table: close() either finds it there or is seen here.
        if (closed) {
            inquiry.finish(new NoAnswer(Reason.CLOSED, "the Minger client was closed"));
        } else {
            inquiry.start(budget);
        }
        return inquiry.outcome();
    }

    /** Asks servers in random case that take it, and behind a yes of another one whether it does. */
    private final class Guarded implements Spelling {
        private final MingerServer server;
        private final Mailbox mailbox;

        Guarded(MingerServer server, Mailbox mailbox) {
            this.server = server;
            this.mailbox = mailbox;
        }

        @Override
        public Mailbox of(Mailbox asked, InetSocketAddress to) {
            return spellings.takesAnyCase(to) ? spellings.respelt(asked) : asked;
        }

        @Override
        public void answered(InetSocketAddress from, boolean isRespelt, MingerStatus status) {
            if (isRespelt) {
                spellings.answered(from, status);
            } else if (Spellings.isOfAMailbox(status) && Spellings.isProof(mailbox) && spellings.claimProof(from)) {
                prove(from);
            }
        }

        @Override
        public void unmatched(InetSocketAddress to) {
            spellings.unmatched(to);
        }

        // Beside the query, which has its answer already.
        private void prove(InetSocketAddress address) {
            MingerServer alone =
                    new MingerServer(address.getAddress().getHostAddress(), address.getPort(), server.secret());
            Spelling respelt = (asked, to) -> spellings.respeltThroughout(asked);
            CompletionStage<MingerOutcome> unused = ask(
                            new Asked(alone, mailbox, respelt, Proving.NEVER), configuration.budget())
                    .thenApply(outcome -> {
                        judge(address, outcome);
                        return outcome;
                    });
        }

        private void judge(InetSocketAddress address, MingerOutcome outcome) {
            if (outcome instanceof MingerOutcome.Answered answered) {
                spellings.prove(address, Spellings.isOfAMailbox(answered.status()));
            } else if (((NoAnswer) outcome).reason() == Reason.UNMATCHED) {
                spellings.prove(address, false);
            } else {
                spellings.foundSilent(address);
            }
        }
    }

    private CompletionStage<MingerOutcome> refuse(MingerServer server, Reason reason, String detail) {
        configuration.metrics().notAnswered(server, reason);
        return CompletableFuture.completedStage(new NoAnswer(reason, detail));
    }

    private void leave(Inquiry inquiry) {
        inFlight.remove(inquiry);
        room.release();
    }

    /** Whether a query with that nonce is in flight. Never blocks. */
    public boolean isAskingWith(Nonce nonce) {
        return nonces.contains(nonce);
    }

    /** Queries in flight now. */
    public int inFlight() {
        return inFlight.size();
    }

    /**
     * Idempotent. Every waiter gets {@link Reason#CLOSED} before this returns; waits up to two seconds for the sockets,
     * unless called on an event loop of the client.
     */
    @Override
    public void close() {
        closed = true;
        inFlight.forEach(inquiry -> inquiry.finish(new NoAnswer(Reason.CLOSED, "the Minger client was closed")));
        Future<?> terminated = loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return;
            }
        }
        terminated.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}

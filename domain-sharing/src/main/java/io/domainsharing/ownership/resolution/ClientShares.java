// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.ClientNetwork;
import io.domainsharing.ownership.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each client its share of the look-ups in flight, so that who guesses addresses makes others wait for little (docs/adr/0004).
 * A client has at most {@value #OF_ONE_CLIENT} of {@value #AT_ONCE}, and no more than are left free, which leaves some to whoever comes
 * next; what exceeds that waits, and the clients have their turns one after the other. A client is an IPv4 address or an IPv6 network
 * of 64 bits. Thread-safe; never blocks.
 */
final class ClientShares implements AutoCloseable {
    static final int AT_ONCE = 256;
    static final int OF_ONE_CLIENT = 64;
    static final int WAITING_OF_ONE_CLIENT = 1000;
    static final int WAITING = 10_000;

    private final Duration patience;
    private final ScheduledExecutorService timer;
    /** Those that wait for a turn come first in the order in which they get it. Guarded by itself, as the counts. */
    private final Map<InetAddress, Client> clients = new LinkedHashMap<>();

    private final AtomicInteger turns = new AtomicInteger();
    private int inFlight;
    private int waiting;
    private boolean closed;

    private static final class Client {
        private final Deque<Waiting> queue = new ArrayDeque<>();
        private int inFlight;

        private boolean isIdle() {
            return inFlight == 0 && queue.isEmpty();
        }
    }

    private record Waiting(
            InetAddress network, Supplier<CompletionStage<Verdict>> lookup, CompletableFuture<Verdict> verdict) {}

    /**
     * Shares by these parts.
     *
     * @param patience how long a look-up waits for its turn; then its verdict is undetermined
     * @param timer runs nothing that blocks
     */
    ClientShares(Duration patience, ScheduledExecutorService timer) {
        this.patience = patience;
        this.timer = timer;
    }

    /** Asks when it is that client's turn. The stage fails if the look-up's does. */
    CompletionStage<Verdict> ask(InetAddress client, Supplier<CompletionStage<Verdict>> lookup) {
        InetAddress network = ClientNetwork.of(client);
        Waiting asked = new Waiting(network, lookup, new CompletableFuture<>());
        synchronized (clients) {
            if (closed) {
                return CompletableFuture.completedStage(Lookups.stopping());
            }
            Client share = clients.computeIfAbsent(network, added -> new Client());
            if (share.queue.size() >= WAITING_OF_ONE_CLIENT || waiting >= WAITING) {
                return CompletableFuture.completedStage(Lookups.tooMany());
            }
            share.queue.add(asked);
            waiting++;
        }
        takeTurns();
        if (!asked.verdict().isDone()) {
            expireLater(asked);
        }
        return asked.verdict();
    }

    /** Look-ups that wait for their turn. */
    int waiting() {
        synchronized (clients) {
            return waiting;
        }
    }

    /** What waits is undetermined. Idempotent. */
    @Override
    public void close() {
        Deque<Waiting> left = new ArrayDeque<>();
        synchronized (clients) {
            closed = true;
            clients.values().forEach(client -> {
                left.addAll(client.queue);
                client.queue.clear();
            });
            waiting = 0;
        }
        left.forEach(asked -> asked.verdict().complete(Lookups.stopping()));
    }

    // One thread at a time starts them, in a loop: a look-up may have its answer at once, and end where it is started.
    private void takeTurns() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        int missed = 1;
        while (missed > 0) {
            for (Waiting next = next(); next != null; next = next()) {
                start(next);
            }
            missed = turns.addAndGet(-missed);
        }
    }

    private @Nullable Waiting next() {
        synchronized (clients) {
            for (Iterator<Map.Entry<InetAddress, Client>> all =
                            clients.entrySet().iterator();
                    all.hasNext(); ) {
                Map.Entry<InetAddress, Client> entry = all.next();
                Client client = entry.getValue();
                if (!client.queue.isEmpty() && client.inFlight < Math.min(OF_ONE_CLIENT, AT_ONCE - inFlight)) {
                    // Its next turn is behind the others'.
                    all.remove();
                    clients.put(entry.getKey(), client);
                    client.inFlight++;
                    inFlight++;
                    waiting--;
                    return client.queue.remove();
                }
            }
            return null;
        }
    }

    private void start(Waiting next) {
        CompletionStage<Verdict> asked;
        try {
            asked = next.lookup().get();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedStage(e);
        }
        CompletionStage<Verdict> unused = asked.whenComplete((verdict, failure) -> {
            leave(next.network());
            if (failure == null) {
                next.verdict().complete(verdict);
            } else {
                next.verdict().completeExceptionally(failure);
            }
            takeTurns();
        });
    }

    private void leave(InetAddress network) {
        synchronized (clients) {
            inFlight--;
            clients.computeIfPresent(network, (same, client) -> {
                client.inFlight--;
                return client.isIdle() ? null : client;
            });
        }
    }

    private void expireLater(Waiting asked) {
        try {
            Future<?> expiring = timer.schedule(() -> expire(asked), patience.toNanos(), TimeUnit.NANOSECONDS);
            CompletableFuture<Verdict> unused =
                    asked.verdict().whenComplete((verdict, failure) -> expiring.cancel(false));
        } catch (RejectedExecutionException e) {
            expire(asked);
        }
    }

    // One that has had its turn meanwhile has a deadline of its own.
    private void expire(Waiting asked) {
        synchronized (clients) {
            Client client = clients.get(asked.network());
            if (client == null || !client.queue.remove(asked)) {
                return;
            }
            waiting--;
            if (client.isIdle()) {
                clients.remove(asked.network());
            }
        }
        asked.verdict().complete(Lookups.tooMany());
    }
}

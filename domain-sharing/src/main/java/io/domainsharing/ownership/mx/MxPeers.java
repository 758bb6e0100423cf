// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import io.domainsharing.ownership.membership.MxKnowledge.Said;
import io.domainsharing.ownership.membership.PeerRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the MX hosts of the shared domains, but for this server, for peers (Merak's distributed domain), and looks again when the
 * TTL is over. What DNS said last stays while it fails, over restarts too; but until it has spoken since the start, it is missing
 * from the domain's {@linkplain io.domainsharing.ownership.membership.Asked#missing answers}: only a yes counts then. Thread-safe.
 */
public final class MxPeers implements AutoCloseable {
    static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);
    static final Duration LONGEST_WAIT = DnsMxLookup.LONGEST_TTL;
    static final Duration DOMAINS_EVERY = Duration.ofSeconds(30);

    private static final Logger LOGGER = LoggerFactory.getLogger(MxPeers.class);
    private static final Said NOT_ANSWERED = new Said("DNS has not answered yet", Set.of());

    private final MxDomains shared;
    private final MxLookup lookup;
    private final ThisServer self;
    private final PeerRegistry peers;
    private final ScheduledExecutorService timer;
    private final Executor background;
    private final Map<Domain, Look> looks = new ConcurrentHashMap<>();
    private final AtomicBoolean rereading = new AtomicBoolean();
    private volatile @Nullable ScheduledFuture<?> domainsTimer;
    private volatile boolean closed;

    /** The looks for one domain. */
    private static final class Look {
        private final MxNews news;
        private volatile @Nullable ScheduledFuture<?> next;

        Look(Domain domain) {
            this.news = new MxNews(domain);
        }

        Domain domain() {
            return news.domain();
        }
    }

    /**
     * Asks nobody before {@link #start}.
     *
     * @param timer starts the looks; runs nothing that blocks
     * @param background writes what is found, and reads James's list of domains; may block
     */
    public MxPeers(
            MxDomains shared,
            MxLookup lookup,
            ThisServer self,
            PeerRegistry peers,
            ScheduledExecutorService timer,
            Executor background) {
        this.shared = shared;
        this.lookup = lookup;
        this.self = self;
        this.peers = peers;
        this.timer = timer;
        this.background = background;
    }

    /** Looks from here on. Called once. */
    public void start() {
        peers.directory().onDomainNotRead(this::reread);
        if (shared.areListed()) {
            inBackground(this::readDomains);
        } else {
            long every = DOMAINS_EVERY.toNanos();
            domainsTimer = timer.scheduleWithFixedDelay(this::reread, 0, every, TimeUnit.NANOSECONDS);
        }
    }

    /** Asks about every domain again, at once: this server is known by other names now. */
    public void lookAgain() {
        boolean unused = inBackground(this::askAllAgain);
    }

    private synchronized void askAllAgain() {
        if (closed) {
            return;
        }
        for (Domain domain : List.copyOf(looks.keySet())) {
            // What is on its way to the one before is no answer any more.
            Look fresh = new Look(domain);
            cancel(Objects.requireNonNull(looks.put(domain, fresh)));
            ask(fresh);
        }
    }

    /** Ends the looks; the peers stay. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        ScheduledFuture<?> running = domainsTimer;
        if (running != null) {
            running.cancel(false);
        }
        looks.values().forEach(MxPeers::cancel);
    }

    // One at a time: a stranger may ask about any number of domains that James may have by now.
    private void reread() {
        if (rereading.compareAndSet(false, true) && !inBackground(this::readDomains)) {
            rereading.set(false);
        }
    }

    private synchronized void readDomains() {
        try {
            List<Domain> now = shared.read();
            looks.values().stream().filter(look -> !now.contains(look.domain())).forEach(MxPeers::cancel);
            looks.keySet().retainAll(now);
            List<Domain> fresh =
                    now.stream().filter(domain -> !looks.containsKey(domain)).toList();
            peers.learn(mx -> mx.retain(now).with(fresh, NOT_ANSWERED));
            for (Domain domain : fresh) {
                Look look = new Look(domain);
                looks.put(domain, look);
                ask(look);
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.error("The shared domains cannot be read; their MX hosts stay as they are", e);
        } finally {
            rereading.set(false);
        }
    }

    /** @param rank null: DNS names no host */
    private record Found(MxAnswer answer, @Nullable MxRank rank) {}

    private void ask(Look look) {
        CompletionStage<Found> unused = answer(look.domain())
                .thenCompose(this::rank)
                .exceptionally(failure -> new Found(new MxAnswer.NoAnswer(String.valueOf(failure)), null))
                .whenComplete((found, failure) -> {
                    // Too much to do at the moment, which must not end the looks.
                    if (!inBackground(() -> learn(look, found))) {
                        askLater(look, SHORTEST_WAIT);
                    }
                });
    }

    // A timer drops a task that throws, so nothing may.
    private CompletionStage<MxAnswer> answer(Domain domain) {
        try {
            return lookup.of(domain);
        } catch (RuntimeException e) {
            LOGGER.error("The look-up of the MX hosts of {} failed, which it never may", domain.asString(), e);
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Found> rank(MxAnswer answer) {
        return answer instanceof MxAnswer.Hosts hosts
                ? self.among(hosts.hosts()).thenApply(rank -> new Found(answer, rank))
                : CompletableFuture.completedStage(new Found(answer, null));
    }

    private synchronized void learn(Look look, Found found) {
        if (closed || looks.get(look.domain()) != look) {
            return;
        }
        Duration wait = SHORTEST_WAIT;
        try {
            wait = learn(look, found.answer(), found.rank());
        } catch (IOException | RuntimeException e) {
            LOGGER.error(
                    "What DNS says of the MX hosts of {} cannot be stored",
                    look.domain().asString(),
                    e);
        }
        askLater(look, wait.plusSeconds(1));
    }

    private void askLater(Look look, Duration wait) {
        if (closed) {
            return;
        }
        long nanos = Math.max(SHORTEST_WAIT.toNanos(), Math.min(LONGEST_WAIT.toNanos(), wait.toNanos()));
        try {
            look.next = timer.schedule(() -> ask(look), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    private Duration learn(Look look, MxAnswer answer, @Nullable MxRank rank) throws IOException {
        if (answer instanceof MxAnswer.Hosts hosts && rank != null) {
            take(look, names(rank.others()), Set.copyOf(names(rank.below())));
            look.news.hosts(rank);
            return hosts.ttl();
        } else if (answer instanceof MxAnswer.NoMail noMail) {
            take(look, List.of(), Set.of());
            look.news.noMail();
            return noMail.ttl();
        } else if (answer instanceof MxAnswer.NoHosts) {
            learnNoHosts(look);
        } else if (answer instanceof MxAnswer.NoAnswer none) {
            miss(look, none.detail());
        }
        return SHORTEST_WAIT;
    }

    private static List<String> names(List<MxHost> hosts) {
        return hosts.stream().map(MxHost::name).collect(Collectors.toUnmodifiableList());
    }

    // A domain that expires, or a DNS server of another network, must not make colleagues unknown.
    private void learnNoHosts(Look look) throws IOException {
        boolean hadSome = !peers.mx().hosts(look.domain()).isEmpty();
        if (hadSome || shared.areListed()) {
            miss(look, "it has neither MX records nor an address. Add them, or write <peers/>");
        } else {
            take(look, List.of(), Set.of());
        }
    }

    // What DNS has said since the start stays as it is.
    private void miss(Look look, String detail) throws IOException {
        Said said = peers.mx().said().get(look.domain());
        boolean isMissing = said == null || said.missing() != null;
        if (isMissing) {
            peers.learn(mx -> mx.with(List.of(look.domain()), new Said(detail, Set.of())));
        }
        look.news.missing(detail, isMissing);
    }

    private void take(Look look, List<String> hosts, Set<String> below) throws IOException {
        peers.learn(mx -> mx.with(look.domain(), hosts, new Said(null, below)));
    }

    private boolean inBackground(Runnable task) {
        try {
            background.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void cancel(Look look) {
        ScheduledFuture<?> next = look.next;
        if (next != null) {
            next.cancel(false);
        }
    }
}
